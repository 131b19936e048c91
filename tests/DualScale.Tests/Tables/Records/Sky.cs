namespace DualScale.Tests.Data;

internal enum Sky
{
    Clear,
    Cloudy,
    Overcast = 10,
}
