using KubeApi.Client.Discovery;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class ResourceLookupTests
{
    private static readonly ApiCatalog s_catalog = new(
        [],
        [
            Resource("pods", "Pod", "", "v1", ["po"], ["all"]),
            Resource("events", "Event", "", "v1", ["ev"]),
            Resource("deployments", "Deployment", "apps", "v1", ["deploy"], ["all"]),
            Resource("events", "Event", "events.k8s.io", "v1", ["ev"]),
            Resource("hpas", "Hpa", "autoscaling", "v2"),
            Resource("hpas", "Hpa", "autoscaling", "v1", preferred: false),
            Resource("old", "Old", "autoscaling", "v1", preferred: false),
            Resource("widgets", "Widget", "a.example.com", "v1beta1", preferred: false),
            Resource("widgets", "Widget", "b.example.com", "v1"),
            Resource("po", "Po", "poets.example.com", "v1"),
        ],
        []);

    [Theory]
    [InlineData("pods", "pods")]
    [InlineData("POD", "pods")]
    [InlineData("Pod", "pods")]
    [InlineData("deploy", "deployments.apps")]
    [InlineData("deployments.apps", "deployments.apps")]
    [InlineData("Deployment.apps", "deployments.apps")]
    [InlineData("deployments.v1.apps", "deployments.apps")]
    [InlineData("pods.v1", "pods")]
    [InlineData("events", "events")]
    [InlineData("events.events.k8s.io", "events.events.k8s.io")]
    [InlineData("events.v1.events.k8s.io", "events.events.k8s.io")]
    [InlineData("old", "old.autoscaling")]
    [InlineData("po", "po.poets.example.com")]
    [InlineData("deployments.app", "deployments.apps")]
    [InlineData("hpas.auto", "hpas.autoscaling")]
    [InlineData("widgets", "widgets.a.example.com")]
    [InlineData("all", "pods deployments.apps")]
    [InlineData("nope", "")]
    [InlineData("pods.apps", "")]
    [InlineData("", "")]
    public void A_name_finds_its_types(string name, string expected) => Assert.Equal(expected, string.Join(' ', ResourceLookup.Find(s_catalog, name)));

    [Theory]
    [InlineData("hpas", "v2")]
    [InlineData("hpas.v1.autoscaling", "v1")]
    public void The_preferred_version_is_used_unless_another_is_named(string name, string version) =>
        Assert.Equal(version, Assert.Single(ResourceLookup.Find(s_catalog, name)).Version);

    [Theory]
    [InlineData("podz", "pods")]
    [InlineData("deploymnets", "deployments.apps")]
    [InlineData("dep", "deployments.apps")]
    [InlineData("wi", "")]
    [InlineData("completely-else", "")]
    public void Similar_names_are_suggested(string name, string expected) =>
        Assert.Equal(expected, ResourceLookup.Suggest(s_catalog, name).FirstOrDefault(""));

    private static ApiResource Resource(
        string name, string kind, string group, string version, string[]? shortNames = null, string[]? categories = null, bool preferred = true) =>
        new()
        {
            Name = name,
            SingularName = kind.ToLowerInvariant(),
            Kind = kind,
            Group = group,
            Version = version,
            ShortNames = shortNames ?? [],
            Categories = categories ?? [],
            Verbs = ["list"],
            IsPreferredVersion = preferred,
        };
}
