namespace DualScale.Reproduction.Studies;

/// <summary>Which of a paper's two descriptions of a model an experiment follows, where they differ.</summary>
internal static class Reading
{
    public const string Both = "text and code";

    public const string Text = "paper's text";

    public const string Code = "published code";

    /// <summary>Of an experiment of no paper.</summary>
    public const string None = "";

    /// <summary>The reading of a number: of the model, and of the weights that it was measured with.</summary>
    public static string Of(string model, Measure measure)
    {
        var weights = measure == Measure.RawEvaluationLoss ? "raw weights" : "averaged weights";
        return model == None ? weights : $"{model}, {weights}";
    }
}
