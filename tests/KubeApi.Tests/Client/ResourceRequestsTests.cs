using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class ResourceRequestsTests
{
    private static readonly ApiResource s_pods = ApiResource.Of("", "v1", "pods", namespaced: true);
    private static readonly ApiResource s_nodes = ApiResource.Of("", "v1", "nodes", namespaced: false);
    private static readonly ApiResource s_deployments = ApiResource.Of("apps", "v1", "deployments", namespaced: true);

    [Fact]
    public void A_list_in_a_namespace() => AssertGet("/api/v1/namespaces/demo/pods?limit=500", ResourceRequests.List(s_pods, "demo", new ListOptions()));

    [Fact]
    public void A_list_in_all_namespaces() =>
        AssertGet("/apis/apps/v1/deployments?limit=500", ResourceRequests.List(s_deployments, null, new ListOptions()));

    [Fact]
    public void A_list_of_a_cluster_scoped_type() => AssertGet("/api/v1/nodes?limit=500", ResourceRequests.List(s_nodes, "demo", new ListOptions()));

    [Fact]
    public void A_page_with_selectors() => AssertGet(
        "/api/v1/pods?labelSelector=app%3Dweb%2Ctier%20in%20%28a%2Cb%29&fieldSelector=status.phase%3DRunning&limit=7&continue=a%2Bb%3D",
        ResourceRequests.List(
            s_pods, null, new ListOptions { PageSize = 7, LabelSelector = "app=web,tier in (a,b)", FieldSelector = "status.phase=Running" }, "a+b="));

    [Fact]
    public void A_page_size_of_zero_is_one_page() => AssertGet("/api/v1/pods", ResourceRequests.List(s_pods, null, new ListOptions { PageSize = 0 }));

    [Fact]
    public void One_object() =>
        AssertGet("/apis/apps/v1/namespaces/demo/deployments/web", ResourceRequests.Get(s_deployments, "demo", "web", new ListOptions()));

    [Fact]
    public void A_subresource_of_one_object() =>
        AssertGet("/apis/apps/v1/namespaces/demo/deployments/web/scale", ResourceRequests.Get(s_deployments, "demo", "web", new ListOptions(), "scale"));

    [Fact]
    public void The_resource_version_is_sent_with_the_first_page_only()
    {
        var options = new ListOptions { ResourceVersion = "7", ResourceVersionMatch = "Exact" };

        AssertGet("/api/v1/pods?limit=500&resourceVersion=7&resourceVersionMatch=Exact", ResourceRequests.List(s_pods, null, options));
        AssertGet("/api/v1/pods?limit=500&continue=t", ResourceRequests.List(s_pods, null, options, "t"));
    }

    [Theory]
    [InlineData("7", "&resourceVersion=7&resourceVersionMatch=NotOlderThan")]
    [InlineData("0", "&resourceVersion=0")]
    [InlineData(null, "")]
    public void A_resource_version_means_not_older_than(string? version, string expected) =>
        AssertGet("/api/v1/pods?limit=500" + expected, ResourceRequests.List(s_pods, null, new ListOptions { ResourceVersion = version }));

    [Fact]
    public void Metadata_only_is_an_Accept_header() =>
        Assert.Equal(MediaTypes.PartialMetadataList, ResourceRequests.List(s_pods, null, new ListOptions { Representation = Representation.Metadata }).Accept);

    [Fact]
    public void A_table_is_requested_with_its_objects()
    {
        var list = ResourceRequests.List(s_pods, null, new ListOptions { Representation = Representation.Table });
        var get = ResourceRequests.Get(s_nodes, null, "n-1", new ListOptions { Representation = Representation.Table });
        var create = WriteRequests.Create(s_nodes, null, "{}"u8.ToArray(), new WriteOptions { Representation = Representation.Table });

        AssertGet("/api/v1/pods?limit=500&includeObject=Object", list);
        AssertGet("/api/v1/nodes/n-1?includeObject=Object", get);
        Assert.Equal("/api/v1/nodes?includeObject=Object", create.PathAndQuery);
        Assert.All([list, get, create], r => Assert.Equal("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", r.Accept));
    }

    [Fact]
    public void One_object_of_a_cluster_scoped_type() => AssertGet("/api/v1/nodes/n-1", ResourceRequests.Get(s_nodes, "demo", "n-1", new ListOptions()));

    [Fact]
    public void One_object_without_its_namespace_is_refused() =>
        Assert.Throws<ArgumentException>(() => ResourceRequests.Get(s_pods, null, "web", new ListOptions()));

    [Fact]
    public void The_target_has_the_verb_and_the_resource_of_RBAC() =>
        Assert.Equal(
            "RequestTarget { Verb = get, Resource = deployments.apps, Namespace = demo, Name = web }",
            ResourceRequests.Get(s_deployments, "demo", "web", new ListOptions()).Target!.ToString());

    private static void AssertGet(string path, ApiRequest request) => Assert.Equal($"GET {path}", $"{request.Method} {request.PathAndQuery}");
}
