namespace DualScale.Tables;

/// <summary>How two cells may stand to each other.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}
