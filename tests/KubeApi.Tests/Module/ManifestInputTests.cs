using System.Management.Automation;
using KubeApi.Binding;

namespace KubeApi.Tests.Module;

/// <summary>How cmdlets that accept manifests read strings and objects.</summary>
public sealed class ManifestInputTests
{
    private const string Pod = "{apiVersion: v1, kind: Pod, metadata: {name: NAME}}";

    [Theory]
    [InlineData(
        "lines of one text", "a b", "apiVersion: v1", "kind: Pod", "metadata:", "  name: a", "", "---", "apiVersion: v1", "kind: Pod", "metadata: {name: b}")]
    [InlineData(
        "lines of JSON", "a b", "{", "\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}", "}",
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"b\"}}")]
    [InlineData("texts of their own", "a b", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n")]
    [InlineData(
        "texts in braces", "a b", "{apiVersion: v1, kind: Pod, metadata: {name: a}}",
        " {\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"b\"}} ")]
    [InlineData("lines behind a text", "a b", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a", "apiVersion: v1", "kind: Pod", "metadata: {name: b}")]
    [InlineData("lines in braces within a text", "a", "apiVersion: v1", "kind: Pod", "metadata:", "  {name: a}")]
    public void Strings_are_lines_or_whole_documents(string name, string expected, params string[] strings)
    {
        Assert.Equal((name, expected), (name, Names(strings)));
        Assert.Equal((name, expected), (name, Names([strings])));
        Assert.Equal((name, expected), (name, Names([.. strings.Select(PSObject.AsPSObject)])));
    }

    [Fact]
    public void An_object_ends_the_lines_before_it() => Assert.Equal(
        "a b c",
        Names(
            ["apiVersion: v1", "kind: Pod", "metadata: {name: a}", new PSObject(
                new System.Collections.Hashtable
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Pod",
                    ["metadata"] = new System.Collections.Hashtable { ["name"] = "b" },
                }), Pod.Replace("NAME",
                "c", StringComparison.Ordinal)]));

    [Fact]
    public void A_block_scalar_at_the_end_of_lines_keeps_its_newline()
    {
        var input = new ManifestInput();

        var results = new[] { "apiVersion: v1", "kind: ConfigMap", "metadata: {name: a}", "data:", "  a: |", "    x" }.SelectMany(input.Add)
            .Concat(input.Complete()).ToList();

        Assert.Equal("x\n", Assert.Single(results).Manifest!.Body["data"]!["a"]!.ToString());
    }

    [Fact]
    public void An_error_in_lines_is_one_failure_with_its_line()
    {
        var input = new ManifestInput();

        var results = new[] { "apiVersion: v1", "kind: Pod", "metadata: {name: a", "---", "x: 1" }.SelectMany(input.Add).Concat(input.Complete()).ToList();

        Assert.Contains("line 4", Assert.Single(results).Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "")]
    [InlineData(true, "# nothing", "---")]
    [InlineData(false, "x: 1")]
    public void Input_without_objects_is_detected_at_the_end(bool holdsNothing, params string[] lines)
    {
        var input = new ManifestInput();
        _ = lines.SelectMany(input.Add).Concat(input.Complete()).ToList();

        Assert.Equal(holdsNothing, input.IsEmpty);
    }

    private static string Names(IEnumerable<object> values)
    {
        var input = new ManifestInput();
        return string.Join(' ', values.SelectMany(input.Add).Concat(input.Complete()).ToList().Select(r => r.Manifest?.Name ?? r.Failure!.Message));
    }
}
