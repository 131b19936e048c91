namespace DualScale.Tests.Data;

[Flags]
internal enum Wind
{
    North = 1,
    West = 2,
}
