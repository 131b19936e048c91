using System.Runtime.InteropServices;

namespace DualScale.Interchange;

/// <summary>
/// Named arrays and text metadata in the safetensors format. Files written here carry a checksum in their metadata, which is
/// verified whenever it is there, so a damaged file is refused rather than read.
/// </summary>
public sealed class SafetensorsFile
{
    internal const string ChecksumKey = "checksum";

    private readonly Dictionary<string, SafetensorsTensor> _byName = [];
    private readonly List<SafetensorsTensor> _tensors = [];
    private readonly string _source;

    /// <summary>Creates an empty file in memory.</summary>
    /// <param name="source">What messages call it; a path where it was read from one.</param>
    public SafetensorsFile(string source = "the file") => _source = source;

    /// <summary>The arrays in file order.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    /// <summary>Free text by key.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It is missing, unreadable, truncated, damaged or no safetensors file.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            return SafetensorsFormat.Decode(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(
                $"There is no file {path}. {PathSuggestion.Hint(path, "Check the path.")}", exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw UnreadableFile.Of(path, exception);
        }
    }

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidInputException">It is truncated, damaged or no safetensors file.</exception>
    public static SafetensorsFile Read(byte[] bytes, string source)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        return SafetensorsFormat.Decode(stream, source);
    }

    /// <summary>Reads a file from a stream, which may be one without a known length.</summary>
    /// <param name="stream">The whole file, read to its end.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidInputException">It is truncated, damaged or no safetensors file.</exception>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return SafetensorsFormat.Decode(stream, source);
    }

    /// <summary>Adds an array.</summary>
    /// <typeparam name="T">float, double or long.</typeparam>
    /// <param name="name">Its name, not yet taken.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <param name="shape">Its dimensions, whose product is the number of elements.</param>
    /// <exception cref="ArgumentException">The type, the shape or the name does not do.</exception>
    public void Add<T>(string name, ReadOnlySpan<T> values, params IReadOnlyList<int> shape) where T : unmanaged
    {
        var type = TypeOf<T>();
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
        {
            throw new ArgumentException(
                $"'{name}' has {values.Length} elements, not those of shape [{string.Join(", ", shape)}].", nameof(shape));
        }

        Add(new SafetensorsTensor(name, type, [.. shape], MemoryMarshal.AsBytes(values).ToArray()));
    }

    /// <summary>
    /// Checks that the file holds exactly these arrays, so that a network that it claims is refused before any memory is taken
    /// for it.
    /// </summary>
    /// <typeparam name="T">float, double or long: what all of them hold.</typeparam>
    /// <param name="arrays">The name and shape of each.</param>
    /// <exception cref="InvalidInputException">One is missing, has another type or shape, or there are more; the message names
    /// it.</exception>
    /// <exception cref="ArgumentException">The type is none that is kept.</exception>
    public void Require<T>(IEnumerable<(string Name, IReadOnlyList<int> Shape)> arrays) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var wanted = new HashSet<string>();
        foreach (var (name, shape) in arrays)
            wanted.Add(Find<T>(name, shape).Name);
        if (_tensors.Find(tensor => !wanted.Contains(tensor.Name)) is { } other)
        {
            throw new InvalidInputException(
                $"{_source} has an array '{other.Name}' that the model has not; take the file of this model.");
        }
    }

    /// <summary>The elements of an array.</summary>
    /// <typeparam name="T">float, double or long, as in the file.</typeparam>
    /// <param name="name">The array's name.</param>
    /// <param name="shape">The shape it must have; any where null.</param>
    /// <exception cref="InvalidInputException">There is no such array, or its type or shape is another.</exception>
    /// <exception cref="ArgumentException">The type is none that is kept.</exception>
    public T[] Get<T>(string name, IReadOnlyList<int>? shape = null) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Find<T>(name, shape).Data.Span).ToArray();

    /// <summary>A piece of metadata.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidInputException">There is none of that key.</exception>
    public string GetMetadata(string key) => Metadata.TryGetValue(key, out var value) ? value
        : throw new InvalidInputException($"{_source} says nothing of '{key}'; it was not written by this program.");

    /// <summary>Writes the file whole, with its checksum.</summary>
    /// <param name="path">The file to write; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => SafetensorsFormat.Encode(this, stream));

    private SafetensorsTensor Find<T>(string name, IReadOnlyList<int>? shape) where T : unmanaged
    {
        if (!_byName.TryGetValue(name, out var tensor))
        {
            throw new InvalidInputException(
                $"{_source} has no array '{name}'; it was made by another program or for another model.");
        }

        var type = TypeOf<T>();
        if (tensor.Type != type)
            throw new InvalidInputException($"{_source}: array '{name}' holds {tensor.Type}, but {type} is wanted; convert it.");
        if (shape is not null && !shape.SequenceEqual(tensor.Shape))
        {
            throw new InvalidInputException(
                $"{_source}: array '{name}' has shape [{string.Join(", ", tensor.Shape)}], but the model wants [{string.Join(", ", shape)}]; take the file of this model.");
        }

        return tensor;
    }

    private static ElementType TypeOf<T>() => default(T) switch
    {
        float => ElementType.F32,
        double => ElementType.F64,
        long => ElementType.I64,
        _ => throw new ArgumentException($"Arrays of {typeof(T).Name} are not kept; use float, double or long."),
    };

    internal void Add(SafetensorsTensor tensor)
    {
        if (!_byName.TryAdd(tensor.Name, tensor))
            throw new ArgumentException($"There already is an array '{tensor.Name}'.", nameof(tensor));
        _tensors.Add(tensor);
    }
}
