namespace KubeApi.Tests.Sandbox;

/// <summary>Logs, exec, attach and port-forward: the responses of the server itself.</summary>
public sealed class PodConnectTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = new(fixture.Server, fixture.Server.AdminToken);

    [Fact]
    public async Task An_unscheduled_pod_has_no_log_and_no_streams_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "my-job-fxb6h");
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name("story")));
        await story.Admin.PostAsync($"/api/v1/namespaces/{story.Name("story")}/pods", Pod(story.Name("my-job-fxb6h"), "main"));
        await story.PlayAsync("workloads/log-not-scheduled", "workloads/exec-not-scheduled");
    }

    [Fact]
    public async Task Invalid_log_options_are_refused_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("web-867d965bf9-7lrhx");
        await story.Admin.PostAsync("/api/v1/namespaces/default/pods", Pod(story.Name("web-867d965bf9-7lrhx"), "main"));
        await story.Admin.PostAsync("/api/v1/namespaces/default/pods", Pod("one", "httpd", "echo", "tty"));
        await story.PlayAsync("logs/container-not-found", "logs/container-required", "logs/negative-tail");
    }

    [Theory]
    [InlineData("log")]
    [InlineData("exec")]
    [InlineData("attach")]
    public async Task A_container_must_belong_to_the_pod_and_be_named_if_there_are_several(string subresource)
    {
        var pods = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/pods";
        await _admin.PostAsync(pods, Pod("several", "httpd", "echo", "tty"));
        var unnamed = await _admin.GetAsync($"{pods}/several/{subresource}");
        Assert.Equal((400, "a container name must be specified for pod several, choose one of: [httpd echo tty]"), (unnamed.Status, unnamed.Message));
        var absent = await _admin.GetAsync($"{pods}/several/{subresource}?container=absent");
        Assert.Equal((400, "container absent is not valid for pod several"), (absent.Status, absent.Message));
    }

    [Theory]
    [InlineData("attach")]
    [InlineData("portforward")]
    public async Task A_pod_without_a_node_cannot_be_reached(string subresource)
    {
        var pods = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/pods";
        await _admin.PostAsync(pods, Pod("waits", "main"));
        var response = await _admin.GetAsync($"{pods}/waits/{subresource}");
        Assert.Equal((400, "pod waits does not have a host assigned"), (response.Status, response.Message));
        Assert.Equal(404, (await _admin.GetAsync($"{pods}/absent/{subresource}")).Status);
    }

    private static string Pod(string name, params string[] containers)
    {
        var list = string.Join(',', containers.Select(container => $$"""{"name":"{{container}}","image":"registry.example/{{container}}"}"""));
        return $$"""{"metadata": {"name": "{{name}}"}, "spec": {"containers": [ {{list}} ] } }""";
    }
}
