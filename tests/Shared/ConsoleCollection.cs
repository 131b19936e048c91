namespace DualScale.Tests;

/// <summary>Tests that use the console or the working directory, which a process has only one of.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleCollection;
