namespace DualScale.Tables;

/// <summary>A built-in point set.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Description">One line about it.</param>
public sealed record ShapeInfo(string Name, string Description);
