using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>What is given of the rows to draw: clean scaled values and which they are.</summary>
internal sealed class GivenColumns
{
    private readonly PointSet _given;
    private readonly float[] _values;
    private readonly float[] _mask;
    private readonly ulong[] _keys;

    private GivenColumns(PointSet given, Standardization scaling)
    {
        _given = given;
        (_values, _mask) = (scaling.Apply(given).Values.ToArray(), new float[given.Values.Length]);
        for (var i = 0; i < _values.Length; i++)
        {
            if (float.IsNaN(_values[i]))
                _values[i] = 0;
            else
                _mask[i] = 1;
        }

        _keys = [.. Enumerable.Range(0, given.Count).Select(row => KeyOf(_mask.AsSpan(row * given.Columns, given.Columns)))];
    }

    /// <summary>What is given, held against the model.</summary>
    /// <param name="given">Values in the data's own units, NaN where not given: one row for all samples, or one a sample.</param>
    /// <param name="model">The model.</param>
    /// <param name="count">Samples.</param>
    /// <exception cref="InvalidInputException">The model takes no conditions, or they do not suit it.</exception>
    public static GivenColumns Of(PointSet given, DiffusionModel model, int count)
    {
        var groups = model.Recipe.Conditions ?? throw new InvalidInputException(
            "This model was trained without conditions; train one with training.conditions=0.5 to give it columns.");
        if (given.Columns != model.ColumnNames.Count || given.Count != 1 && given.Count != count)
        {
            throw new InvalidInputException(
                $"There are {given.Count} rows of {given.Columns} given columns for {count} samples of {model.ColumnNames.Count}; give one row, or one a sample.");
        }

        for (var row = 0; row < given.Count; row++)
            Require(given[row], row, groups, model);
        return new GivenColumns(given, model.Scaling);
    }

    /// <summary>The clean scaled values of a row, 0 where not given.</summary>
    public ReadOnlySpan<float> Values(int row) => Of(_values, row);

    /// <summary>1 where a column of a row is given, else 0.</summary>
    public ReadOnlySpan<float> Mask(int row) => Of(_mask, row);

    /// <summary>A number of the set of columns that are given of a row; 0 where none is.</summary>
    public ulong Key(int row) => _keys[_given.Count == 1 ? 0 : row];

    /// <summary>Puts the given values of a row, as they were given, into a sample.</summary>
    public void Restore(int row, Span<float> sample)
    {
        var values = Of(_given.Values.Span, row);
        var mask = Mask(row);
        for (var column = 0; column < sample.Length; column++)
        {
            if (mask[column] != 0)
                sample[column] = values[column];
        }
    }

    private static ulong KeyOf(ReadOnlySpan<float> mask) => !mask.Contains(1) ? 0
        : BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(mask)));

    private ReadOnlySpan<float> Of(ReadOnlySpan<float> all, int row) =>
        all.Slice((_given.Count == 1 ? 0 : row) * _given.Columns, _given.Columns);

    private static void Require(ReadOnlySpan<float> row, int number, ColumnGroups groups, DiffusionModel model)
    {
        var (names, numbers) = (model.ColumnNames, model.Recipe.BlankNumbers.ToArray());
        for (var column = 0; column < row.Length; column++)
        {
            if (float.IsInfinity(row[column]))
            {
                throw new InvalidInputException(
                    $"Row {number + 1} of what is given is infinite in column '{names[column]}'; give a finite number.");
            }
        }

        foreach (var (first, width) in groups.Ranges())
        {
            var blanks = 0;
            foreach (var value in row.Slice(first, width))
                blanks += float.IsNaN(value) ? 1 : 0;
            if (blanks > 0 && blanks < width && !IsBlank(row, first))
            {
                throw new InvalidInputException(
                    $"Row {number + 1} gives a part of the columns from '{names[first]}' to '{names[first + width - 1]}', which stand together; give all of them or none.");
            }
        }

        bool IsBlank(ReadOnlySpan<float> row, int first) =>
            Array.Exists(numbers, number => number.Column == first) && float.IsNaN(row[first])
            && numbers.First(number => number.Column == first).IsBlank(row);
    }
}
