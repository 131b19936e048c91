namespace DualScale.Training;

/// <summary>
/// Which rows make up a step's batch: epochs shuffled without replacement, the last short batch kept. A function of the seed
/// and the step, so a resumed training needs to know nothing else.
/// </summary>
internal sealed class BatchOrder(int rows, int batchSize, ulong seed)
{
    private readonly int[] _order = new int[rows];
    private readonly int _batchesPerEpoch = (rows + batchSize - 1) / batchSize;
    private long _epoch = -1;

    /// <summary>The row numbers of the batch of a step.</summary>
    public ReadOnlySpan<int> Batch(long step)
    {
        var epoch = step / _batchesPerEpoch;
        if (epoch != _epoch)
            Shuffle(epoch);
        var first = (int)(step % _batchesPerEpoch) * batchSize;
        return _order.AsSpan(first, Math.Min(batchSize, rows - first));
    }

    private void Shuffle(long epoch)
    {
        var stream = RandomStreams.Shuffle(seed, epoch);
        for (var i = 0; i < rows; i++)
            _order[i] = i;
        for (var i = rows - 1; i > 0; i--)
        {
            var j = stream.Below((ulong)i, i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        _epoch = epoch;
    }
}
