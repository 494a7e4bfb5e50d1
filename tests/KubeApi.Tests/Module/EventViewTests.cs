using System.Management.Automation;
using KubeApi.Formatting;

namespace KubeApi.Tests.Module;

/// <summary>The widths of the view that events of several types share.</summary>
public sealed class EventViewTests
{
    [Theory]
    [InlineData(false, 10, 80, "Time 8, Type 8, Kind 10, Namespace 9, Name 17, Ready 5, Status 253")]
    [InlineData(true, 10, 80, "Time 8, Type 8, Session 10, Kind 10, Namespace 9, Name 16, Ready 5, Status 253")]
    [InlineData(false, 3, 120, "Time 8, Type 8, Kind 4, Namespace 24, Name 48, Ready 5, Status 253")]
    [InlineData(false, 10, 120, "Time 8, Type 8, Kind 10, Namespace 22, Name 44, Ready 5, Status 253")]
    [InlineData(false, 40, int.MaxValue, "Time 8, Type 8, Kind 24, Namespace 17, Name 35, Ready 5, Status 253")]
    public void Names_have_the_room_of_the_console(bool hasSession, int kindWidth, int width, string expected)
    {
        var table = (TableControl)EventView.OfTypes(hasSession, kindWidth, width).FormatViewDefinition[0].Control;

        Assert.Equal(expected, string.Join(", ", table.Headers.Select(h => $"{h.Label} {h.Width}")));
    }
}
