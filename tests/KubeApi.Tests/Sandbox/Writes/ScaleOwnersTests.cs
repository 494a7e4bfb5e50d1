using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>Who owns the number of replicas of a workload that is scaled.</summary>
public sealed class ScaleOwnersTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task The_number_goes_over_to_those_who_scale()
    {
        var path = $"/apis/apps/v1/namespaces/{await fixture.CreateNamespaceAsync()}/deployments";
        await _admin.PostAsync(
            path + "?fieldManager=ann",
            """{"metadata":{"name":"d"},"spec":{"replicas":3,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        // Nothing changes, but what was hers of the object is hers of the Scale now; a server has no time for that.
        await _admin.MergeAsync(path + "/d/scale?fieldManager=bob", """{"spec":{"replicas":3}}""");
        Assert.Equal(["ann Update - False", "ann Update - True"], await OwnersAsync(path));
        // Both are one owner when they are read again, and the number is nobody's.
        await ApplyAsync(path, "cid", 3);
        Assert.Equal(["cid Apply scale False", "before-first-apply Update scale False", "ann Update - True"], await OwnersAsync(path));
        await _admin.MergeAsync(path + "/d/scale?fieldManager=bob", """{"spec":{"replicas":4}}""");
        Assert.Equal(["bob Update scale False", "ann Update - True"], await OwnersAsync(path));
        var refused = await ApplyAsync(path, "dan", 5);
        Assert.Equal(
            (409, "Apply failed with 1 conflict: conflict with \"bob\" with subresource \"scale\" using autoscaling/v1: .spec.replicas"),
            (refused.Status, refused.Message));
    }

    private Task<SandboxResponse> ApplyAsync(string path, string manager, int replicas) => _admin.SendAsync(
        HttpMethod.Patch,
        $"{path}/d/scale?fieldManager={manager}",
        $$$"""{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":{{{replicas}}}}}""",
        "application/apply-patch+yaml");

    // manager, operation, subresource, and whether a time is noted.
    private async Task<IEnumerable<string>> OwnersAsync(string path) => ((JsonArray)(await _admin.GetAsync(path + "/d")).Json["metadata"]!["managedFields"]!)
        .Select(owner => $"{owner!["manager"]} {owner["operation"]} {owner["subresource"]?.ToString() ?? "-"} {owner["time"] is not null}");
}
