using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tables;

/// <summary>
/// What a network sees under the blanks of numbers (docs/tables.md). A flag beside the number says that it is blank, so any would
/// do, but one and the same in all rows would tear apart what goes together: it is drawn from the joint normal of the network's
/// columns given those that the row has.
/// </summary>
internal sealed class BlankFilling
{
    /// <summary>The most columns of the normal.</summary>
    public const int MostColumns = 100;

    private const int RowsToFitBy = 2000;
    private const int Rounds = 20;
    private const int AveragedRounds = 10;
    private const double Least = 1e-4;
    private const int MostNumbersKept = 1 << 24;

    // Columns are scaled to about 1.
    private const double Farthest = 1e4;

    // Draws are never quite 0.
    private const double LeastShare = 1e-9;

    private readonly int[] _columns;
    private readonly Vector<double> _mean;
    private readonly Matrix<double> _covariance;

    private BlankFilling(int[] columns, Vector<double> mean, Matrix<double> covariance)
    {
        (_columns, _mean, _covariance) = (columns, mean, covariance);
        Parameters = [.. mean, .. from i in Enumerable.Range(0, columns.Length) from j in Enumerable.Range(0, i + 1)
                                  select covariance[i, j]];
    }

    /// <summary>Means, and the lower triangle of the covariance row by row.</summary>
    public double[] Parameters { get; }

    /// <summary>Fits the normal, of the numbers under blanks too: they are drawn and it is measured, again and again (Tanner and
    /// Wong 1987).</summary>
    /// <param name="points">Encoded rows with NaN where numbers are blank.</param>
    /// <param name="columns">The columns of the normal, at most <see cref="MostColumns"/>.</param>
    public static BlankFilling Fit(PointSet points, int[] columns)
    {
        var (size, mean, covariance) = (columns.Length, (Vector<double>?)null, (Matrix<double>?)null);
        var law = new BlankFilling(columns, Vector<double>.Build.Dense(size), Matrix<double>.Build.DenseIdentity(size));
        for (var round = 0; round < Rounds; round++)
        {
            var filled = points.Values.ToArray();
            var number = round;
            law.Fill(filled, points.Columns, column => Draws(number, column));
            law = Measure(filled, points.Columns, columns);
            if (round < Rounds - AveragedRounds)
                continue;
            mean = mean is null ? law._mean : mean + law._mean;
            covariance = covariance is null ? law._covariance : covariance + law._covariance;
        }

        return new BlankFilling(columns, mean! / AveragedRounds, covariance! / AveragedRounds);

        static Func<int, double> Draws(int round, int column)
        {
            var stream = RandomStreams.Blanks(round, column);
            return row => stream.Uniform((ulong)row);
        }
    }

    /// <summary>The normal of parameters; null where they are those of none.</summary>
    public static BlankFilling? Create(double[] parameters, int[] columns)
    {
        var size = columns.Length;
        if (parameters.Length != size + size * (size + 1) / 2 || !parameters.All(value => Math.Abs(value) < Farthest))
            return null;
        var filling = new BlankFilling(
            columns, Vector<double>.Build.Dense(size, i => parameters[i]),
            Matrix<double>.Build.Dense(size, size, (i, j) => parameters[size + At(Math.Max(i, j), Math.Min(i, j))]));
        return filling._covariance.Evd(Symmetricity.Symmetric).EigenValues.All(value => value.Real > -Least / 2) ? filling : null;

        static int At(int row, int column) => row * (row + 1) / 2 + column;
    }

    /// <summary>The rows of a table that are enough to fit by.</summary>
    public static Table RowsOf(Table table) => table.Rows <= RowsToFitBy ? table
        : table.Take([.. RandomStreams.Blanks(Rounds, 0).Order(table.Rows).Take(RowsToFitBy).Order()]);

    /// <summary>Writes numbers where there are none.</summary>
    /// <param name="values">Encoded rows with NaN where numbers are blank.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="draws">For a column a draw in [0, 1) for each row; the middle is the likeliest number.</param>
    public void Fill(Span<float> values, int width, Func<int, Func<int, double>> draws)
    {
        var conditionals = new Dictionary<UInt128, Conditional>();
        Func<int, double>[] all = [.. _columns.Select(draws)];
        for (var row = 0; row < values.Length / width; row++)
        {
            var point = values.Slice(row * width, width);
            var blank = UInt128.Zero;
            for (var i = 0; i < _columns.Length; i++)
                blank |= float.IsNaN(point[_columns[i]]) ? UInt128.One << i : 0;
            if (blank == 0)
                continue;
            if (!conditionals.TryGetValue(blank, out var given))
            {
                if (conditionals.Count * (long)_columns.Length * _columns.Length >= MostNumbersKept)
                    conditionals.Clear();
                conditionals.Add(blank, given = Given(blank));
            }

            given.Draw(point, _columns, _mean, place => all[place](row));
        }
    }

    private static BlankFilling Measure(float[] values, int width, int[] columns)
    {
        var (rows, size) = (values.Length / width, columns.Length);
        var (mean, deviations, covariance) = (new double[size], new double[size], new CrossValidatedCovariance(size));
        for (var at = 0; at < values.Length; at += width)
        {
            for (var i = 0; i < size; i++)
                mean[i] += values[at + columns[i]] / (double)rows;
        }

        for (var at = 0; at < values.Length; at += width)
        {
            for (var i = 0; i < size; i++)
                deviations[i] = values[at + columns[i]] - mean[i];
            covariance.Add(deviations);
        }

        return new BlankFilling(columns, Vector<double>.Build.Dense(mean), covariance.Of(rows, Least));
    }

    // The law of blanks given the rest: mean W·d and covariance R·Rᵀ, with W = Σ₁₂·Σ₂₂⁻¹ and R·Rᵀ = Σ₁₁ - W·Σ₂₁.
    private Conditional Given(UInt128 blank)
    {
        int[] blanks = [.. Enumerable.Range(0, _columns.Length).Where(i => (blank >> i & 1) != 0)];
        int[] rest = [.. Enumerable.Range(0, _columns.Length).Except(blanks)];
        var own = Block(blanks, blanks);
        if (rest.Length == 0)
            return new Conditional(rest, blanks, null, own.Cholesky().Factor);
        var shared = Block(rest, blanks);
        var weights = Block(rest, rest).Cholesky().Solve(shared).Transpose();
        var left = own - weights * shared;
        return new Conditional(rest, blanks, weights, ((left + left.Transpose()) / 2).Cholesky().Factor);

        Matrix<double> Block(int[] rows, int[] columns) => Matrix<double>.Build.Dense(rows.Length, columns.Length,
            (i, j) => _covariance[rows[i], columns[j]] + (rows[i] == columns[j] ? Least : 0));
    }

    private sealed record Conditional(int[] Known, int[] Blank, Matrix<double>? Weights, Matrix<double> Root)
    {
        public void Draw(Span<float> point, int[] columns, Vector<double> mean, Func<int, double> share)
        {
            var found = Root * Vector<double>.Build.Dense(
                Blank.Length, i => Normal.InvCDF(0, 1, Math.Max(LeastShare, share(Blank[i]))));
            if (Weights is not null)
            {
                var deviations = Vector<double>.Build.Dense(Known.Length);
                for (var i = 0; i < Known.Length; i++)
                    deviations[i] = point[columns[Known[i]]] - mean[Known[i]];
                found += Weights * deviations;
            }

            for (var i = 0; i < Blank.Length; i++)
                point[columns[Blank[i]]] = (float)(mean[Blank[i]] + found[i]);
        }
    }
}
