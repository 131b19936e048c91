using System.Globalization;

namespace DualScale.Runs.Figures;

/// <summary>
/// Colours that the colour-blind can tell apart: Okabe and Ito's for series, grey in place of their black, a dark-to-light
/// blue-yellow ramp for values.
/// </summary>
internal static class Palette
{
    /// <summary>The colour of real points.</summary>
    public const string Data = "#000000";

    private static readonly string[] Categories =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#f0e442"];

    // Points along the cividis map of Nuñez, Anderton and Renslow (2018), red, green, blue.
    private static readonly (int R, int G, int B)[] Ramp =
        [(0, 34, 78), (28, 54, 107), (67, 78, 108), (104, 101, 112), (125, 124, 120), (155, 148, 118), (187, 173, 108),
            (221, 201, 86), (254, 232, 56)];

    public static string Category(int index) => Categories[index % Categories.Length];

    /// <summary>Whether a colour has been given to an earlier one.</summary>
    public static bool Repeats(int index) => index >= Categories.Length;

    /// <summary>The colour of a value from 0 (dark blue) to 1 (yellow).</summary>
    public static string Value(double share)
    {
        var place = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (Ramp.Length - 1);
        var low = Math.Min((int)place, Ramp.Length - 2);
        var (a, b, f) = (Ramp[low], Ramp[low + 1], place - low);
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(a.R, b.R):x2}{Mix(a.G, b.G):x2}{Mix(a.B, b.B):x2}");

        int Mix(int from, int to) => (int)Math.Round(from + f * (to - from));
    }
}
