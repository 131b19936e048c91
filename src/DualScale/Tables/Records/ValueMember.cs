using System.Linq.Expressions;
using System.Reflection;

namespace DualScale.Tables;

/// <summary>A property of a known type.</summary>
internal sealed class ValueMember<T, TValue>(PropertyInfo property, CellType<TValue> cell) : RecordMember<T>(property)
{
    private const int LongestCell = 64;

    private readonly Func<T, TValue> _get = Getter(property);

    public override ColumnReader Open() => ColumnReader.For(new ColumnSchema(Name, cell.Kind), cell.Origin, typeof(T).Name);

    public override void Add(T record, ColumnReader reader, int row)
    {
        Span<byte> buffer = stackalloc byte[LongestCell];
        reader.Add(cell.Write(_get(record), buffer), isQuoted: false, row);
    }

    public override Expression Read(TableColumn column, Expression row)
    {
        var written = cell.In(column);
        Func<int, TValue> read = at => ReadCell(column, written, at);
        return Expression.Invoke(Expression.Constant(read), row);
    }

    private TValue ReadCell(TableColumn column, CellType<TValue> written, int row)
    {
        if (column.IsBlank(row))
        {
            return cell.HoldsBlanks ? cell.Blank : throw new InvalidInputException(
                $"Row {row + 1} of the table, column '{CellText.Shorten(column.Name)}': the cell is blank, and {typeof(T).Name}.{Name} holds no blanks; make it nullable, or fill the cell in.");
        }

        return written.TryRead(column, row, out var value) ? value : throw new InvalidInputException(
            $"Row {row + 1} of the table, column '{CellText.Shorten(column.Name)}': '{CellText.Shorten(column.Text(row))}' is no {typeof(TValue).Name}, which {typeof(T).Name}.{Name} is; give the property another type, or drop it.");
    }

    private static Func<T, TValue> Getter(PropertyInfo property)
    {
        var record = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, TValue>>(Expression.Property(record, property), record).Compile();
    }
}
