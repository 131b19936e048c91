using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;

namespace DualScale.Tables;

/// <summary>
/// What records of a type have in common with the rows of a table: the public properties that can be read and be given, by a
/// setter or by the constructor.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
internal sealed class RecordType<T>
{
    private readonly ConstructorInfo? _constructor;
    private readonly RecordMember<T>[] _members;

    /// <exception cref="InvalidInputException">The selection names no property, there is none, or one is of a type that no column
    /// holds.</exception>
    public RecordType(ColumnSelection? selection)
    {
        PropertyInfo[] readable = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)];
        _constructor = typeof(T).GetConstructors()
            .Where(constructor => constructor.GetParameters().All(
                parameter => readable.Any(property => Fills(parameter, property))))
            .MaxBy(constructor => constructor.GetParameters().Length);
        var given = _constructor?.GetParameters() ?? [];
        PropertyInfo[] members = [.. readable
            .Where(property => property.SetMethod is { IsPublic: true } || given.Any(parameter => Fills(parameter, property)))
            .Where(property => !property.IsDefined(typeof(IgnoreDataMemberAttribute)))
            .OrderBy(property => Depth(property.DeclaringType)).ThenBy(property => property.MetadataToken)];
        var chosen = selection ?? new ColumnSelection();
        chosen.Require([.. members.Select(property => property.Name)], typeof(T).Name);
        _members = [.. members.Where(property => chosen.Keeps(property.Name)).Select(RecordMember<T>.Of)];
    }

    /// <summary>The table of records, a row each.</summary>
    /// <exception cref="InvalidInputException">There is no record, there are more columns or cells than a table may have, a value
    /// is outside what a column holds, or all of a column are blank; the message names the property.</exception>
    public Table ToTable(IEnumerable<T> records, TableLimits limits)
    {
        TableLimits.RequireWidth(_members.Length, typeof(T).Name);
        ColumnReader[] readers = [.. _members.Select(member => member.Open())];
        var row = 0;
        foreach (var record in records)
        {
            row++;
            if (record is null)
                throw new InvalidInputException($"Record {row} of {typeof(T).Name} is null; leave it out.");
            limits.RequireCells(row, readers.Length, typeof(T).Name, row);
            for (var i = 0; i < readers.Length; i++)
                _members[i].Add(record, readers[i], row);
        }

        if (row == 0)
            throw new InvalidInputException($"There are no records of {typeof(T).Name}; give at least one.");
        foreach (var reader in readers)
            reader.RequireCells();
        return new Table([.. readers.Select(reader => reader.Finish())]);
    }

    /// <summary>The records of a table.</summary>
    /// <exception cref="InvalidInputException">The type has no constructor for it, a column is missing, or a cell has no value of
    /// its property's type.</exception>
    public T[] FromTable(Table table)
    {
        var row = Expression.Parameter(typeof(int));
        var values = _members.ToDictionary(member => member.Property, member => member.Read(ColumnOf(table, member.Name), row));
        ParameterInfo[] parameters = _constructor?.GetParameters() ?? [];
        if (_constructor is null && !typeof(T).IsValueType)
        {
            throw new InvalidInputException(
                $"{typeof(T).Name} has no public constructor that takes nothing, or properties by their names; give it one.");
        }

        var made = _constructor is null ? Expression.New(typeof(T)) : Expression.New(_constructor, parameters.Select(parameter =>
            values.FirstOrDefault(value => Fills(parameter, value.Key)).Value ?? Default(parameter)));
        var set = values.Where(value => value.Key.SetMethod is { IsPublic: true } &&
            !parameters.Any(parameter => Fills(parameter, value.Key)));
        var make = Expression.Lambda<Func<int, T>>(
            Expression.MemberInit(made, set.Select(value => Expression.Bind(value.Key, value.Value))), row).Compile();
        var records = new T[table.Rows];
        for (var i = 0; i < records.Length; i++)
            records[i] = make(i);
        return records;
    }

    private static TableColumn ColumnOf(Table table, string name)
    {
        if (table.Schema.IndexOf(name) < 0 && table.Columns.Where(
            column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray() is [var other])
            return other;
        return table[name];
    }

    private static bool Fills(ParameterInfo parameter, PropertyInfo property) =>
        parameter.ParameterType == property.PropertyType &&
        property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase);

    private static Expression Default(ParameterInfo parameter) => parameter is { HasDefaultValue: true, DefaultValue: { } value }
        ? Expression.Constant(value, parameter.ParameterType) : Expression.Default(parameter.ParameterType);

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}
