using System.Management.Automation;
using KubeApi.Formatting;
using KubeApi.Output;

namespace KubeApi.Tests.Module;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one two", "one two")]
    [InlineData("one two three four", "one two|three four")]
    [InlineData("1234567890 1", "1234567890|1")]
    [InlineData("12345678901234567890123 x", "1234567890|1234567890|123 x")]
    [InlineData("a\r\nb\n\nc", "a|b||c")]
    [InlineData("  a  b", "a  b")]
    public void Text_is_wrapped_between_words(string text, string expected) => Assert.Equal(expected, string.Join('|', EventText.Wrap(text, 10)));

    [Fact]
    public void The_message_is_shown_below_the_other_values()
    {
        var e = Event("a message that is a little longer than forty columns");

        Assert.Equal(
            "<  Warning  BackOff  Pod/web>\n    a message that is a little longer\n    than forty columns",
            EventText.Lines(e, 40, "<", ">"));
    }

    [Fact]
    public void The_message_begins_with_the_container()
    {
        var e = Event("late\n");
        ((PSObject)e.Properties["involvedObject"].Value).Properties.Add(new PSNoteProperty("fieldPath", "spec.initContainers{prepare}"));

        Assert.EndsWith("\n    prepare: late", EventText.Lines(e, 80, "", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_in_a_list_of_several_namespaces_shows_its_namespace()
    {
        var e = Event("message");
        e.TypeNames.Insert(0, ViewTypeNames.OccurrenceOfNamespace);
        e.TypeNames.Remove(ViewTypeNames.Occurrence);

        Assert.StartsWith("shop  ", EventText.Lines(e, 80, "", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_the_reason_starts_no_line()
    {
        var e = Event("message");
        e.Properties["reason"].Value = "Back\nOff";

        Assert.Equal(2, EventText.Lines(e, 80, "", "").Split('\n').Length);
    }

    [Fact]
    public void An_event_cannot_control_the_terminal()
    {
        var e = Event("\u001b[2J\u009b31m\b\u007f");
        foreach (var name in new[] { "type", "reason" })
        {
            e.Properties.Remove(name);
            e.Properties.Add(new PSNoteProperty(name, "\u001b]0;x\a\u0085"));
        }

        Assert.DoesNotContain(EventText.Lines(e, 80, "", ""), c => char.IsControl(c) && c != '\n');
    }

    private static PSObject Event(string message)
    {
        var e = new PSObject();
        e.Properties.Add(new PSNoteProperty("type", "Warning"));
        e.Properties.Add(new PSNoteProperty("reason", "BackOff"));
        e.Properties.Add(new PSNoteProperty("message", message));
        e.Properties.Add(new PSNoteProperty("metadata", With("namespace", "shop")));
        var about = With("kind", "Pod");
        about.Properties.Add(new PSNoteProperty("name", "web"));
        e.Properties.Add(new PSNoteProperty("involvedObject", about));
        e.TypeNames.Insert(0, ViewTypeNames.Occurrence);
        return e;
    }

    private static PSObject With(string name, string value)
    {
        var o = new PSObject();
        o.Properties.Add(new PSNoteProperty(name, value));
        return o;
    }
}
