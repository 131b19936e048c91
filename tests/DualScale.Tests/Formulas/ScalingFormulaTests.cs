using DualScale.Tables;

namespace DualScale.Tests.Formulas;

public sealed class ScalingFormulaTests
{
    [Fact]
    public void Standardisation_and_its_inverse_follow_the_formula()
    {
        var data = Subjects.All["three columns"].Data();
        var plain = PlainScaling.Of(Subject.Rows(data));
        var scaling = Standardization.Fit(data);
        var scaled = scaling.Apply(data);
        double[][] wanted = [.. Subject.Rows(data).Select(plain.Apply)];
        scaled.Values.ToArray().ShouldBeCloseTo(Subject.Points(wanted).Values.ToArray(), 1e-6, 1e-6, "scaled");
        var restored = scaled.Values.ToArray();
        scaling.Restore(restored);
        restored.ShouldBeCloseTo(data.Values.ToArray(), 2e-6, 1e-6, "restored");
        Assert.Equal(data.ColumnNames, scaled.ColumnNames);
    }
}
