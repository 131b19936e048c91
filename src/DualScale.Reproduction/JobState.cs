namespace DualScale.Reproduction;

/// <summary>Where a job stands.</summary>
internal enum JobState
{
    /// <summary>Not taken up yet.</summary>
    Waiting,

    /// <summary>On a core now.</summary>
    Running,

    /// <summary>Another process is at it.</summary>
    Elsewhere,

    /// <summary>Measured.</summary>
    Finished,

    /// <summary>Given up, with a reason.</summary>
    Failed,
}
