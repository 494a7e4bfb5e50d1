namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>Endpoints of services follow their pods.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Endpoints_follow_the_pods()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync(
            "v1/services", """{"metadata":{"name":"web"},"spec":{"selector":{"app":"a"},"ports":[{"name":"http","port":80,"targetPort":"web"}]}}""");
        Assert.Null((await sandbox.GetAsync("v1/endpoints", "web"))["subsets"]);
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"i:1","ports":[{"name":"web","containerPort":8080}]}]}""");
        var pod = await sandbox.GetAsync("v1/pods", "a");
        var target = $$"""{"kind":"Pod","namespace":"default","name":"a","uid":"{{pod["metadata"]!["uid"]}}"}""";
        var ip = LiveSandbox.Status(pod, "podIP");
        Assert.Equal(
            $$$"""[{"addresses":[{"ip":"{{{ip}}}","nodeName":"node1","targetRef":{{{target}}}}],"ports":[{"name":"http","port":8080,"protocol":"TCP"}]}]""",
            (await sandbox.GetAsync("v1/endpoints", "web"))["subsets"]!.ToJsonString());
        var slice = Assert.Single(await sandbox.ListAsync("discovery.k8s.io/v1/endpointslices", "?labelSelector=kubernetes.io/service-name=web"));
        Assert.Equal(
            $$$"""[{"addresses":["{{{ip}}}"],"conditions":{"ready":true,"serving":true,"terminating":false},"targetRef":{{{target}}},"nodeName":"node1"}]""",
            slice["endpoints"]!.ToJsonString());
        Assert.Equal("""[{"name":"http","protocol":"TCP","port":8080}]""", slice["ports"]!.ToJsonString());

        await sandbox.DeleteAsync("v1/pods", "a");
        Assert.Null((await sandbox.GetAsync("v1/endpoints", "web"))["subsets"]);
        await sandbox.DeleteAsync("v1/services", "web");
        Assert.False(await sandbox.ExistsAsync("v1/endpoints", "web"));
        Assert.DoesNotContain(
            await sandbox.ListAsync("discovery.k8s.io/v1/endpointslices"), left => left["metadata"]!["name"]!.ToString().StartsWith(
                "web", StringComparison.Ordinal));
    }
}
