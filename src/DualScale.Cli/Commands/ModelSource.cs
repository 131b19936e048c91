using System.Buffers.Binary;
using DualScale.Cli.Terminal;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary>A model that a command is given: a run's, or that of a file alone.</summary>
/// <param name="path">The run directory or the file.</param>
internal sealed class ModelSource(string path)
{
    /// <summary>Whether it is a file and not a run.</summary>
    public bool IsFile { get; } =
        File.Exists(path) || (path.EndsWith(".safetensors", StringComparison.Ordinal) && !Directory.Exists(path));

    /// <summary>The model.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is damaged.</exception>
    public DiffusionModel Load()
    {
        if (!IsFile)
            return Run.Open(path).LoadModel();
        return IsModel() ? ModelFile.Load(path)
            : throw new InvalidInputException($"{path} is neither a run directory nor a model file; give one that 'dualscale train' wrote.");
    }

    /// <summary>What its columns stand for; null for numbers as they stand.</summary>
    /// <exception cref="InvalidInputException">There is no model, or it is damaged.</exception>
    public TableEncoding? ReadEncoding() => ModelFile.ReadEncoding(IsFile ? path : new RunFiles(path).Model);

    /// <summary>Refuses the model and what a run stands on as files to write.</summary>
    /// <param name="output">The file, or - for standard output; none where null.</param>
    /// <exception cref="InvalidInputException">It is one of them.</exception>
    public void RequireOther(string? output)
    {
        if (IsFile)
        {
            OutputFile.RequireOther(output, (path, "the model"));
            return;
        }

        var table = $"the table that {path} was trained on";
        OutputFile.RequireOther(
            output, (Run.Open(path).Configuration.Data.Source, table), (new RunFiles(path).Table, table));
    }

    // A model file begins with the length of its header; of a text these are letters, and more than any file is long.
    private bool IsModel()
    {
        if (path.EndsWith(".safetensors", StringComparison.Ordinal))
            return true;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == length.Length
            && BinaryPrimitives.ReadUInt64LittleEndian(length) <= (ulong)stream.Length;
    }
}
