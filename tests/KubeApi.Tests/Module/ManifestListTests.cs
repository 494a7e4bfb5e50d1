using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>Manifests that are Lists, and errors in their items.</summary>
public sealed class ManifestListTests : IDisposable
{
    private readonly ModuleShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("{ApiVersion: v1, Kind: Pod, Metadata: {name: a}}", "has no apiVersion", "write 'apiVersion' instead of 'ApiVersion'")]
    [InlineData("{apiVersion: v1, Kind: Pod, metadata: {name: a}}", "has no kind", "write 'kind' instead of 'Kind'")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {Name: a}}", "has no metadata.name", "write 'name' instead of 'Name'")]
    [InlineData("{apiVersion: v1, kind: Pod, MetaData: {name: a}}", "has no metadata.name", "write 'metadata' instead of 'MetaData'")]
    public void A_key_in_the_wrong_case_is_named(string text, string message, string action)
    {
        var failure = Assert.IsType<ManifestException>(Assert.Single(Manifest.Read(text)).Failure);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains(action, failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_item_is_one_failure_and_the_list_continues()
    {
        const string list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n-\n- {apiVersion: v1, kind: Pod, "
            + "metadata: {name: b}}\n";

        foreach (var input in new object[]
        {
            list,
            new object?[]
            {
                new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "a" } }, null,
                "{apiVersion: v1, kind: Pod, metadata: {name: b}}"
            }
        })
        {
            var results = Manifest.Read(input).ToList();

            Assert.Equal(["a", null, "b"], results.Select(r => r.Manifest?.Name));
            Assert.Contains("null", results[1].Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("@{ apiVersion = 'v1'; kind = 'List'; items = @{ kind = 'Pod'; metadata = @{ name = 'a'; uid = '1' } }, $null, @{ kind = 'Pod'; metadata = "
        + "@{ name = 'b' } } }")]
    [InlineData("""'{"apiVersion":"v1","kind":"PodList","items":[{"kind":"Pod","metadata":{"name":"a","uid":"1"}},null,{"kind":"Pod","metadata":{"name":"b"}}]}' | ConvertFrom-Json""")]
    [InlineData("""'{"apiVersion":"v1","kind":"PodList","items":[{"kind":"Pod","metadata":{"name":"a","uid":"1"}},null,{"kind":"Pod","metadata":{"name":"b"}}]}' | ConvertFrom-KubeApiYaml""")]
    public void A_List_becomes_YAML(string list)
    {
        foreach (var (clean, uid) in new[] { ("", "1"), ("-Clean", "") })
        {
            var back = Assert.Single(
                _shell.Get(
                    $"{list} | ConvertTo-KubeApiYaml {clean} | ConvertFrom-KubeApiYaml | ForEach-Object {{ \"$($_.items.Count) $($_.items[0].metadata.name) "
                        + $"$($_.items[0].metadata.uid) $($null -eq $_.items[1]) $($_.items[2].metadata.name)\" }}"));

            Assert.Equal($"3 a {uid} True b", back.ToString());
        }
    }
}
