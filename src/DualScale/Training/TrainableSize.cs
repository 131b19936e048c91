using System.Globalization;
using DualScale.Diffusion;

namespace DualScale.Training;

/// <summary>How large a network may be that is trained.</summary>
internal static class TrainableSize
{
    // A checkpoint keeps up to five numbers for each; more do not fit into one file that .NET reads whole.
    private const long Most = 100_000_000;

    /// <exception cref="InvalidInputException">It has more than 100 million parameters.</exception>
    public static void Require(DenoisingGraph graph)
    {
        var numbers = graph.Graph.Parameters.Sum(parameter => (long)parameter.Rows * parameter.Columns);
        if (numbers > Most)
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The network has {numbers:N0} parameters; lower its sizes, settings of model such as its width and blocks, until it has at most {Most:N0}."));
        }
    }
}
