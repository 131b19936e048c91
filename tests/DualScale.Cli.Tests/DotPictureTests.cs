using DualScale.Cli.Terminal;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>The picture of characters has a dot where there is a point.</summary>
public sealed class DotPictureTests
{
    [Fact]
    public void Corners_of_the_frame_are_the_corners_of_the_picture_and_what_lies_outside_is_left_out()
    {
        var frame = new PointSet([-1, -1, 3, 7], ["x", "y"]);
        var points = new PointSet([-1, -1, 3, 7, -1, 7, 9, 0, 0, float.NaN], ["x", "y"]);

        // Lower left is dot 7 of its character, upper right dot 4, upper left dot 1.
        Assert.Equal("\u2801\u2800\u2808\n\u2840\n", DotPicture.Draw(points, frame, width: 3, height: 2));
    }
}
