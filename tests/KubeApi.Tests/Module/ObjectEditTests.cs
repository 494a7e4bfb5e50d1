using System.Text.Json.Nodes;
using KubeApi.Operations;

namespace KubeApi.Tests.Module;

public sealed class ObjectEditTests
{
    private const string Stored = """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop","uid":"u","resourceVersion":"1","managedFields":[{}]},
         "data":{"x":"1","text":"# no comment\nb\n"}}
        """;

    [Fact]
    public void The_file_has_comments_on_top_and_no_managedFields()
    {
        var file = new ObjectEdit(Parse(Stored)).ToFile("ConfigMap/a", "first\nsecond");

        Assert.StartsWith("# ConfigMap/a\n# Lines that begin", file, StringComparison.Ordinal);
        Assert.Contains("\n# first\n# second\napiVersion: v1\n", file, StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", file, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unchanged_file_is_no_change()
    {
        var edit = new ObjectEdit(Parse(Stored));

        Assert.False(edit.Save(edit.ToFile("a", "an error").ReplaceLineEndings("\r\n")));
        Assert.False(edit.IsChanged);
        Assert.True(edit.IsSame(edit.Read()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only\n\n# comments\n")]
    public void An_empty_file_is_no_change(string content)
    {
        var edit = new ObjectEdit(Parse(Stored));

        Assert.True(edit.Save(content));
        Assert.False(edit.IsChanged);
    }

    [Theory]
    [InlineData("name: a", "name: b", "metadata.name must remain \"a\"")]
    [InlineData("namespace: shop", "", "metadata.namespace must remain \"shop\"")]
    [InlineData("kind: ConfigMap", "kind: Secret", "kind must remain \"ConfigMap\"")]
    [InlineData("apiVersion: v1", "apiVersion: v2", "apiVersion must remain \"v1\"")]
    [InlineData("apiVersion: v1", "- a", "line 2")]
    [InlineData("apiVersion: v1", "a: 1\n---\napiVersion: v1", "not a single YAML mapping")]
    public void The_identity_of_an_object_cannot_be_edited(string part, string by, string message)
    {
        var edit = Edited(part, by);

        Assert.Contains(message, Assert.Throws<FormatException>(edit.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_keeps_the_resource_version_and_the_UID()
    {
        var edited = Edited("resourceVersion: \"1\"", "resourceVersion: \"9\"").Read();

        Assert.Equal("1", $"{edited["metadata"]!["resourceVersion"]}");
        Assert.Equal("u", $"{edited["metadata"]!["uid"]}");
        Assert.Equal("# no comment\nb\n", $"{edited["data"]!["text"]}");
    }

    [Fact]
    public void An_edit_is_rebased_on_a_newer_version()
    {
        var edit = Edited("x: \"1\"", "x: \"2\"");

        Assert.Empty(edit.Rebase(edit.Read(), Parse(Stored.Replace("\"resourceVersion\":\"1\"", "\"resourceVersion\":\"2\"", StringComparison.Ordinal))));

        var merged = edit.Read();
        Assert.Equal("2", $"{merged["metadata"]!["resourceVersion"]}");
        Assert.Equal("2", $"{merged["data"]!["x"]}");
        Assert.True(edit.IsChanged);
    }

    [Fact]
    public void A_conflicting_edit_is_kept()
    {
        var edit = Edited("x: \"1\"", "x: \"2\"");
        var text = edit.Text;

        Assert.Equal(["data.x"], edit.Rebase(edit.Read(), Parse(Stored.Replace("\"x\":\"1\"", "\"x\":\"3\"", StringComparison.Ordinal))));
        Assert.Equal(text, edit.Text);
    }

    private static ObjectEdit Edited(string part, string by)
    {
        var edit = new ObjectEdit(Parse(Stored));
        Assert.Contains(part, edit.Text, StringComparison.Ordinal);
        Assert.True(edit.Save(edit.ToFile("a", null).Replace(part, by, StringComparison.Ordinal)));
        return edit;
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
