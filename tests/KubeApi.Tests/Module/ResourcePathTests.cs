using KubeApi.Provider;

namespace KubeApi.Tests.Module;

public sealed class ResourcePathTests
{
    [Theory]
    [InlineData("/prod", "Root", "/")]
    [InlineData("/prod/", "Root", "/")]
    [InlineData("/prod/api", "Group", "/api")]
    [InlineData("/prod/apis", "Groups", "/apis")]
    [InlineData("/prod/apis/batch", "Group", "/apis/batch")]
    [InlineData("/prod/api/v1", "Version", "/api/v1")]
    [InlineData("/prod/apis/batch/v1", "Version", "/apis/batch/v1")]
    [InlineData("/prod/api/v1/namespaces", "Namespaces", "/api/v1/namespaces")]
    [InlineData("/prod/apis/batch/v1/namespaces/", "Namespaces", "/apis/batch/v1/namespaces")]
    [InlineData("/prod/api/v1/namespaces/shop", "Namespace", "/api/v1/namespaces/shop")]
    [InlineData("/prod/api/v1/nodes", "Collection", "/api/v1/nodes")]
    [InlineData("/prod/apis/batch/v1/namespaces/shop/jobs", "Collection", "/apis/batch/v1/namespaces/shop/jobs")]
    [InlineData("\\prod\\api\\v1\\namespaces\\shop\\pods", "Collection", "/api/v1/namespaces/shop/pods")]
    [InlineData("/prod/api/v1/namespaces/shop/pods/web-1", "Object", "/api/v1/namespaces/shop/pods/web-1")]
    [InlineData("/prod/api/v1/namespaces/shop/pods/web-1/log", "Subresource", "/api/v1/namespaces/shop/pods/web-1/log")]
    [InlineData(
        "/prod/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node", "Object", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node")]
    [InlineData(
        "/prod/apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b.example.com", "Object",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b.example.com")]
    public void Paths_of_the_API(string path, string level, string serverPath)
    {
        var parsed = ResourcePath.TryParse(path)!;

        Assert.Equal((level, serverPath, "prod"), (parsed.Level.ToString(), parsed.ServerPath, parsed.Session));
        Assert.Equal(parsed, ResourcePath.TryParse(parsed.ToString()));
        Assert.Equal(parsed.Level < PathLevel.Object, parsed.IsContainer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("prod/api")]
    [InlineData("//prod/api")]
    [InlineData("/prod/metrics")]
    [InlineData("/prod/api//pods")]
    [InlineData("/prod/api/v1/namespaces//pods/web-1")]
    [InlineData("/prod/api/v1/namespaces/../nodes")]
    [InlineData("/prod/api/v1/namespaces/./pods")]
    [InlineData("/prod/api/v1/namespaces/shop/pods/a%2fb")]
    [InlineData("/prod/api/v1/namespaces/shop/pods/web-1/log/more")]
    public void Other_paths_do_not_exist(string path) => Assert.Null(ResourcePath.TryParse(path));

    [Theory]
    [InlineData("prod")]
    [InlineData("127.0.0.1:6443")]
    [InlineData("arn:aws:eks:eu-central-1:1:cluster/shop")]
    [InlineData("a b*[c]")]
    public void A_session_may_have_any_name(string name)
    {
        var root = ResourcePath.RootOf(name);

        Assert.Equal(name, ResourcePath.TryParse($"{root}/api")!.Session);
        Assert.Equal(0, root.LastIndexOf('/'));
        Assert.Equal(-1, root.IndexOfAny(['*', '?', '[', ':']));
    }

    [Fact]
    public void An_object_in_a_list_across_namespaces_has_its_own_path()
    {
        var list = ResourcePath.TryParse("/prod/api/v1/pods")!;
        var namespaces = ResourcePath.TryParse("/prod/apis/batch/v1/namespaces")!;

        Assert.Equal("/prod/api/v1/namespaces/shop/pods/web-1", list.ToObject("shop", "web-1").ToString());
        Assert.Equal("/prod/apis/batch/v1/namespaces/shop", namespaces.ToObject(null, "shop").ToString());
    }

    [Theory]
    [InlineData("/prod", "api", "/prod/api")]
    [InlineData("/prod/", "/api/v1", "/prod/api/v1")]
    [InlineData("", "api", "api")]
    [InlineData("k8s:", "api", "k8s:/api")]
    [InlineData("/prod", "//api", "/prod/api")]
    [InlineData("/prod", "api/v1//pods", "/prod/api/v1/%/pods")]
    [InlineData("/prod", "api///pods//", "/prod/api/%/%/pods/%/")]
    [InlineData("\\prod", "api\\\\pods", "\\prod/api\\%\\pods")]
    [InlineData("", "//api//pods", "//api/%/pods")]
    public void A_path_and_a_child_are_joined(string parent, string child, string joined) => Assert.Equal(joined, PathSyntax.Join(parent, child));

    [Theory]
    [InlineData("", false)]
    [InlineData("/", false)]
    [InlineData("/prod/api/", false)]
    [InlineData("/prod/api//", true)]
    [InlineData("/prod//pods", true)]
    [InlineData("/prod/api/%/pods", true)]
    [InlineData("/prod/api/%", true)]
    [InlineData("/prod/roles/a%24b", false)]
    public void An_empty_segment_is_found(string path, bool isFound) => Assert.Equal(isFound, PathSyntax.HasEmptySegment(path));

    [Theory]
    [InlineData("/prod/api/v1", "/prod", "/prod/api", "v1")]
    [InlineData("/prod/api/", "/prod", "/prod", "api")]
    [InlineData("/prod", "/prod", "", "prod")]
    [InlineData("api/v1", "/prod", "api", "v1")]
    [InlineData("api", "/prod", "", "api")]
    [InlineData("\\prod\\api", "\\prod", "\\prod", "api")]
    public void A_path_is_split(string path, string root, string parent, string name) =>
        Assert.Equal((parent, name), (PathSyntax.ParentOf(path, root), PathSyntax.NameOf(path)));

    [Theory]
    [InlineData("/prod/api/v1", "/prod", "api/v1")]
    [InlineData("/prod/api/v1", "/prod/api/v1", "")]
    [InlineData("/prod/apis", "/prod/api/v1", "../../apis")]
    [InlineData("/prod/api", "", "/prod/api")]
    public void A_path_is_made_relative_to_another(string path, string to, string relative) => Assert.Equal(relative, PathSyntax.RelativeTo(path, to));
}
