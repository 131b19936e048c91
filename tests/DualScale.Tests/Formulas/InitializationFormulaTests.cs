using DualScale.Numerics;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>Where training starts (docs/models.md, sections 3 and 5).</summary>
public sealed class InitializationFormulaTests
{
    public static TheoryData<string> All => Subjects.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void Layers_start_uniform_in_one_over_the_root_of_their_inputs_and_grids_at_one(string name)
    {
        var subject = Subjects.All[name];
        using var trainer = new Trainer(subject.Recipe, subject.Data(), new TrainingOptions { Seed = 4 });
        var shares = new List<double>();
        foreach (var parameter in trainer.Learned())
        {
            var values = trainer.Weights(parameter.Name);
            Assert.Equal(values, trainer.Averaged(parameter.Name));
            if (parameter.Group == ParameterGroup.Separate)
            {
                Assert.All(values, value => Assert.Equal(1, value));
                continue;
            }

            if (parameter.Initialization == Initialization.Zeros)
            {
                Assert.All(values, value => Assert.Equal(0, value));
                continue;
            }

            // A bias has the inputs of its weight.
            var weight = trainer.Parameters.Single(other => other.Name == parameter.Name.Replace(".bias", ".weight"));
            shares.AddRange(values.Select(value => value * Math.Sqrt(weight.Shape[^1])));
        }

        // Of a uniform number in [-1, 1] the mean is 0 and the variance 1/3; here are some hundreds, none twice.
        Assert.All(shares, share => Assert.InRange(share, -1.000001, 1.000001));
        Assert.Equal(0, shares.Average(), 5 / Math.Sqrt(3 * shares.Count));
        Assert.Equal(1 / 3.0, shares.Average(share => share * share), 5 * 0.3 / Math.Sqrt(shares.Count));
        Assert.Equal(shares.Count, shares.Distinct().Count());
    }
}
