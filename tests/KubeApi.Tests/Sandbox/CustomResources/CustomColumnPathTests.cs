using System.Text.Json.Nodes;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Tests.Sandbox.CustomResources;

public class CustomColumnPathTests
{
    [Theory]
    [InlineData(".spec.size", "3")]
    [InlineData(".metadata.annotations.example\\.com/note", "\"hi\"")]
    [InlineData(".metadata.annotations['example.com/note']", "\"hi\"")]
    [InlineData(".spec.list[1]", "\"b\"")]
    [InlineData(".spec.list[-1]", "\"b\"")]
    [InlineData(".spec.list[*]", "\"a\"")]
    [InlineData(".status.conditions[?(@.type=='Ready')].status", "\"True\"")]
    [InlineData(".status.conditions[?(@.type != \"Ready\")].status", "\"False\"")]
    [InlineData(".spec.nothing.there", null)]
    [InlineData(".spec[", null)]
    public void The_first_value_is_found(string path, string? expected)
    {
        var value = JsonNode.Parse("""
            {"metadata":{"annotations":{"example.com/note":"hi"}},"spec":{"size":3,"list":["a","b"]},
            "status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}
            """)!;
        Assert.Equal(expected, CustomColumnPath.Parse(path).Find(value)?.ToJsonString());
    }
}
