using System.Management.Automation;
using KubeApi.Client.Streaming;
using KubeApi.Output;

namespace KubeApi.Tests.Module;

public sealed class LineOriginTests
{
    [Fact]
    public void A_line_has_note_properties_and_a_lazily_converted_time()
    {
        var time = new DateTimeOffset(2026, 11, 23, 18, 50, 27, TimeSpan.Zero);
        var origin = new LineOrigin(new NoteRelease(), "prod", "shop", "web-1", "app");

        var line = origin.OfLog(new LogLine(LogStamp.Of(time), "text"), "web-1/app: text");
        var other = origin.OfLog(new LogLine(LogStamp.None, "text"), "text");

        Assert.Equal("web-1/app: text", line.BaseObject);
        Assert.All(line.Properties.Where(p => p.Name != "Length"), p => Assert.Equal(PSMemberTypes.NoteProperty, p.MemberType));
        var notes = line.Properties.Where(p => p.MemberType == PSMemberTypes.NoteProperty);
        Assert.Equal(
            [("Timestamp", time.LocalDateTime), ("Pod", "web-1"), ("Container", "app"), ("Namespace", "shop"), ("Session", "prod")],
            notes.Select(p => (p.Name, p.Value)));
        Assert.Equal("System.DateTime", line.Properties["Timestamp"].TypeNameOfValue);
        Assert.Null(other.Properties["Timestamp"].Value);
        Assert.All(notes, p => Assert.False(p.IsSettable));
    }

    [Fact]
    public void The_note_properties_of_many_lines_are_released()
    {
        var origin = new LineOrigin(new NoteRelease(), "prod", "shop", "web-1", "app");
        var before = GC.CollectionCount(GC.MaxGeneration);

        for (var i = 0; i < 120_000; i++)
        {
            _ = origin.OfLog(new LogLine(i, "text"), "text");
        }

        Assert.True(SpinWait.SpinUntil(() => GC.CollectionCount(GC.MaxGeneration) > before, TimeSpan.FromSeconds(30)));
    }
}
