using System.Text.Json.Nodes;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client;

public sealed class KubeConfigDocumentTests
{
    [Fact]
    public void A_new_document_has_one_current_context() => AssertJson(
        """
        {"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"server":"https://a"}}],"users":[{"name":"a","user":{"token":"t"}}],
         "contexts":[{"name":"a","context":{"cluster":"a","user":"a","namespace":"shop"}}],"current-context":"a"}
        """,
        Create("a", "https://a", "t"));

    [Fact]
    public void Other_entries_and_unknown_fields_are_kept()
    {
        var existing = Parse("""
            {"apiVersion":"v1","kind":"Config","preferences":{"colors":true},"clusters":[{"name":"b","cluster":{"server":"https://b","extensions":[]}}],
             "users":[{"name":"b","user":{"exec":{"command":"x"}}}],"contexts":[{"name":"b","context":{"cluster":"b","user":"b"}}],"current-context":"b"}
            """);

        KubeConfigDocument.Merge(existing, Create("a", "https://a", "t"));

        AssertJson(
            """
            {"apiVersion":"v1","kind":"Config","preferences":{"colors":true},
             "clusters":[{"name":"b","cluster":{"server":"https://b","extensions":[]}},{"name":"a","cluster":{"server":"https://a"}}],
             "users":[{"name":"b","user":{"exec":{"command":"x"}}},{"name":"a","user":{"token":"t"}}],
             "contexts":[{"name":"b","context":{"cluster":"b","user":"b"}},{"name":"a","context":{"cluster":"a","user":"a","namespace":"shop"}}],
             "current-context":"b"}
            """,
            existing);
    }

    [Fact]
    public void An_entry_of_the_same_name_is_replaced()
    {
        var existing = Create("a", "https://a", "old");

        KubeConfigDocument.Merge(existing, Create("a", "https://a", "new"));

        AssertJson(Create("a", "https://a", "new").ToJsonString(), existing);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"clusters":null,"current-context":""}""")]
    public void An_empty_file_becomes_the_document(string json)
    {
        var existing = Parse(json);

        KubeConfigDocument.Merge(existing, Create("a", "https://a", "t"));

        AssertJson(Create("a", "https://a", "t").ToJsonString(), existing);
    }

    [Theory]
    [InlineData("""{"clusters":[{"name":"a","cluster":{"server":"https://other"}}]}""")]
    [InlineData("""{"contexts":[{"name":"a","context":{"cluster":"other","user":"a"}}]}""")]
    [InlineData("""{"contexts":[{"name":"a","context":{"cluster":"a","user":"other"}}]}""")]
    public void An_entry_for_another_cluster_or_user_is_never_replaced(string json)
    {
        var existing = Parse(json);

        var failure = Assert.Throws<KubeApiException>(() => KubeConfigDocument.Merge(existing, Create("a", "https://a", "t")));

        Assert.Equal(Remedy.ContextName, failure.Remedy);
        AssertJson(json, existing);
    }

    private static JsonObject Create(string name, string server, string token) =>
        KubeConfigDocument.Create(name, new JsonObject { ["server"] = server }, new JsonObject { ["token"] = token }, "shop");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static void AssertJson(string expected, JsonObject actual) => Assert.True(JsonNode.DeepEquals(Parse(expected), actual), actual.ToJsonString());
}
