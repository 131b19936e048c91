namespace TableToTable;

internal enum Channel
{
    Web,
    Shop,
    Phone,
}
