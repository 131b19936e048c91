namespace DualScale.Reproduction.Studies;

/// <summary>A row of a paper's table.</summary>
/// <param name="Title">What the page calls it.</param>
/// <param name="Experiment">The experiment that it shows; several rows may show one.</param>
/// <param name="Reading">Which description of the model the experiment follows.</param>
internal sealed record StudyRow(string Title, string Experiment, string Reading);
