using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Concurrent writers lose no update.</summary>
public sealed class ConcurrencyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const int Writers = 8;

    [Fact]
    public async Task Only_one_of_several_equal_names_is_created()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            fixture.Admin.PostAsync(path, Sample.Named(string.Create(CultureInfo.InvariantCulture, $"n-{i % 10}")))));
        Assert.Equal(10, responses.Count(response => response.Status == 201));
        Assert.Equal(30, responses.Count(response => response.Status == 409 && response.Reason == "AlreadyExists"));
        var versions = responses.Where(response => response.Status == 201).Select(response => response.Version).ToList();
        Assert.Equal(10, versions.Distinct().Count());
    }

    [Fact]
    public async Task Collections_deleted_concurrently_are_empty_for_all()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await Task.WhenAll(
            Enumerable.Range(0, 300).Select(i => fixture.Admin.PostAsync(path, Sample.Named(string.Create(CultureInfo.InvariantCulture, $"n-{i}")))));
        var responses = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => fixture.Admin.DeleteAsync(path)));
        Assert.All(responses, response => Assert.True(response.Status == 200, response.Body));
        Assert.DoesNotContain((await fixture.Admin.GetAsync(path)).Names, name => name.StartsWith("n-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replace_with_an_outdated_version_conflicts()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await fixture.Admin.PostAsync(path, Sample.Named("counter", null, Sample.Data("n", "0")));
        var conflicts = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var done = 0; done < 10;)
            {
                var value = (await fixture.Admin.GetAsync(path + "/counter")).Json;
                var next = int.Parse(value["data"]!["n"]!.GetValue<string>(), CultureInfo.InvariantCulture) + 1;
                value["data"]!["n"] = next.ToString(CultureInfo.InvariantCulture);
                var response = await fixture.Admin.PutAsync(path + "/counter", value.ToJsonString());
                if (response.Status == 200)
                {
                    done++;
                }
                else
                {
                    Assert.Equal((409, "Conflict"), (response.Status, response.Reason));
                    Interlocked.Increment(ref conflicts);
                }
            }
        }));
        var end = await fixture.Admin.GetAsync(path + "/counter");
        Assert.Equal((Writers * 10).ToString(CultureInfo.InvariantCulture), end.Json["data"]!["n"]!.GetValue<string>());
        Assert.True(conflicts > 0, "the writers never met: this proves nothing");
    }

    [Fact]
    public async Task Concurrent_patches_of_different_fields_are_all_stored_and_watched()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var created = await fixture.Admin.PostAsync(path, Sample.Named("shared"));
        using var watch = await fixture.Admin.WatchAsync($"{path}?watch=1&resourceVersion={created.Version}");
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => fixture.Admin.MergeAsync(
            path + "/shared", new JsonObject { ["data"] = new JsonObject { [string.Create(CultureInfo.InvariantCulture, $"k{i}")] = "v" } }.ToJsonString())));
        Assert.All(responses, response => Assert.Equal(200, response.Status));
        Assert.Equal(50, ((JsonObject)(await fixture.Admin.GetAsync(path + "/shared")).Json["data"]!).Count);
        long last = 0;
        for (var i = 0; i < 50; i++)
        {
            var change = JsonNode.Parse((await watch.ReadLineAsync())!)!["object"]!;
            Assert.Equal(i + 1, ((JsonObject)change["data"]!).Count);
            var version = long.Parse(change["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);
            Assert.True(version > last);
            last = version;
        }
    }
}
