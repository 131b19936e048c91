using System.Linq.Expressions;
using System.Reflection;

namespace DualScale.Tables;

/// <summary>A property of a record that is a column of its table.</summary>
/// <typeparam name="T">The record.</typeparam>
internal abstract class RecordMember<T>(PropertyInfo property)
{
    public string Name => property.Name;

    public PropertyInfo Property => property;

    /// <summary>The member of a property.</summary>
    /// <exception cref="InvalidInputException">It is of a type that no column holds.</exception>
    public static RecordMember<T> Of(PropertyInfo property)
    {
        var cell = CellTypes.Find(property) ?? throw new InvalidInputException(
            $"{typeof(T).Name}.{property.Name} is of type {property.PropertyType}, which no column holds; drop it, or mark it [IgnoreDataMember].");
        return (RecordMember<T>)Activator.CreateInstance(
            typeof(ValueMember<,>).MakeGenericType(typeof(T), property.PropertyType), property, cell)!;
    }

    /// <summary>What takes the cells of the column.</summary>
    public abstract ColumnReader Open();

    /// <summary>Adds the cell of a record.</summary>
    public abstract void Add(T record, ColumnReader reader, int row);

    /// <summary>The value in a row of a column.</summary>
    public abstract Expression Read(TableColumn column, Expression row);
}
