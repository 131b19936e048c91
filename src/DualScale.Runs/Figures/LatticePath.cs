using System.Globalization;
using System.Text;

namespace DualScale.Runs.Figures;

/// <summary>Path data in whole steps of a lattice, each place relative to the last: a few bytes a place.</summary>
/// <param name="pitch">Pixels of a step.</param>
internal sealed class LatticePath(double pitch)
{
    private readonly StringBuilder _data = new();
    private (int X, int Y) _last;
    private char _command;

    /// <summary>Pixels of a step, by which the path's element is scaled.</summary>
    public double Pitch => pitch;

    /// <summary>The place of the lattice nearest to a pixel.</summary>
    public (int X, int Y) Nearest((double X, double Y) pixel) =>
        ((int)Math.Round(pixel.X / pitch), (int)Math.Round(pixel.Y / pitch));

    public void MoveTo((int X, int Y) place) => Append(_command == default ? 'M' : 'm', place);

    public void LineTo((int X, int Y) place) => Append('l', place);

    public void LineAlong(int steps)
    {
        _command = 'h';
        _data.Append(CultureInfo.InvariantCulture, $"h{steps}");
        _last.X += steps;
    }

    public override string ToString() => _data.ToString();

    // A command that repeats is not written again, nor is a space before a minus sign.
    private void Append(char command, (int X, int Y) place)
    {
        var (x, y) = (place.X - _last.X, place.Y - _last.Y);
        if (command != _command)
            _data.Append(command);
        else if (x >= 0)
            _data.Append(' ');
        _data.Append(CultureInfo.InvariantCulture, $"{x}{(y < 0 ? "" : " ")}{y}");
        (_command, _last) = (command, place);
    }
}
