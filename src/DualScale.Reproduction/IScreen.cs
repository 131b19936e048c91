using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>Where work tells how it goes: that of a run by its events, all other in words.</summary>
internal interface IScreen : IProgress<RunEvent>
{
    /// <summary>Shows a line.</summary>
    void Message(string text);

    /// <summary>Runs work that reports a share of 0 to 1 and a line of detail.</summary>
    void Progress(string title, Action<Action<double, string>> work);
}
