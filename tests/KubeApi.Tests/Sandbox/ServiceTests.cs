using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Services get addresses and node ports, keep them, and free them when they are deleted.</summary>
public sealed class ServiceTests : OwnSandboxTests
{
    private const string Path = "/api/v1/namespaces/default/services";

    [Fact]
    public async Task Each_Service_has_its_own_address()
    {
        var one = Spec(await CreateAsync("one", """{"ports":[{"port":80}]}"""));
        var two = Spec(await CreateAsync("two", """{"ports":[{"port":80}]}"""));
        Assert.Matches(@"^10\.0\.0\.\d+$", Text(one, "clusterIP"));
        Assert.NotEqual(Text(one, "clusterIP"), Text(two, "clusterIP"));
        Assert.Equal($$"""["{{Text(one, "clusterIP")}}"]""", one["clusterIPs"]!.ToJsonString());
        Assert.Equal("""["IPv4"]""", one["ipFamilies"]!.ToJsonString());
        Assert.Equal(("SingleStack", "80"), (Text(one, "ipFamilyPolicy"), one["ports"]![0]!["targetPort"]!.ToJsonString()));
    }

    [Fact]
    public async Task An_IPAddress_object_is_created_and_deleted_with_its_Service()
    {
        const string addresses = "/apis/networking.k8s.io/v1/ipaddresses";
        var parent = async (string name) => (await Admin.GetAsync($"{addresses}/{name}")).Json["spec"]?["parentRef"]?.ToJsonString();
        await CreateAsync("web", """{"clusterIP":"10.0.0.77","ports":[{"port":80}]}""");

        Assert.Equal("""{"resource":"services","namespace":"default","name":"kubernetes"}""", await parent("10.0.0.1"));
        Assert.Equal("""{"resource":"services","namespace":"default","name":"web"}""", await parent("10.0.0.77"));
        await Admin.MergeAsync(Path + "/web", """{"spec":{"type":"ExternalName","externalName":"web.example.com"}}""");
        Assert.Null(await parent("10.0.0.77"));
        await Admin.MergeAsync(Path + "/web", """{"spec":{"type":"ClusterIP","clusterIP":"10.0.0.78","externalName":null}}""");
        Assert.NotNull(await parent("10.0.0.78"));
        await Admin.DeleteAsync(Path + "/web");
        Assert.Null(await parent("10.0.0.78"));
    }

    [Fact]
    public async Task An_address_of_a_client_is_not_allocated()
    {
        const string addresses = "/apis/networking.k8s.io/v1/ipaddresses";
        Assert.Equal(
            201,
            (
                await Admin.PostAsync(
                    addresses,
                    """{"metadata":{"name":"10.0.0.99"},"spec":{"parentRef":{"resource":"services","namespace":"default","name":"other"}}}""")).Status);

        var refused = await CreateAsync("web", """{"clusterIP":"10.0.0.99","ports":[{"port":80}]}""");

        Assert.Equal(
            "Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"10.0.0.99\"]: failed to allocate IP 10.0.0.99: provided IP is already allocated",
            refused.Message);
        await Admin.DeleteAsync(addresses + "/10.0.0.99");
        Assert.Equal(201, (await CreateAsync("web", """{"clusterIP":"10.0.0.99","ports":[{"port":80}]}""")).Status);
    }

    [Fact]
    public async Task A_headless_Service_without_a_selector_is_dual_stack_and_can_be_updated()
    {
        var created = Spec(await CreateAsync("open", """{"clusterIP":"None","ports":[{"port":80}]}"""));
        Assert.Equal(("RequireDualStack", """["IPv4","IPv6"]"""), (Text(created, "ipFamilyPolicy"), created["ipFamilies"]!.ToJsonString()));

        var written = await Admin.MergeAsync(Path + "/open", """{"metadata":{"labels":{"tier":"back"}}}""");

        Assert.Equal((200, created.ToJsonString()), (written.Status, Spec(written).ToJsonString()));
    }

    [Fact]
    public async Task A_full_range_allocates_nothing_until_an_address_is_freed()
    {
        // In addition to the one of the server itself.
        for (var number = 0; number < 253; number++)
        {
            Assert.Equal(201, (await CreateAsync($"s{number}", """{"ports":[{"port":80}]}""")).Status);
        }

        var refused = await CreateAsync("late", """{"ports":[{"port":80}]}""");
        Assert.Equal((500, "Internal error occurred: failed to allocate a serviceIP: range is full"), (refused.Status, refused.Message));
        var freed = Text(Spec(await Admin.GetAsync(Path + "/s7")), "clusterIP");
        await Admin.DeleteAsync(Path + "/s7");
        Assert.Equal(freed, Text(Spec(await CreateAsync("late", """{"ports":[{"port":80}]}""")), "clusterIP"));
    }

    [Theory]
    [InlineData("10.0.0.1", "provided IP is already allocated")]
    [InlineData("10.0.1.1", "the provided network does not match the current range")]
    public async Task An_unavailable_address_is_refused(string address, string why)
    {
        var refused = await CreateAsync("web", $$"""{"clusterIP":"{{address}}","ports":[{"port":80}]}""");
        Assert.Equal(422, refused.Status);
        Assert.Equal($"Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"{address}\"]: failed to allocate IP {address}: {why}", refused.Message);
    }

    [Fact]
    public async Task A_node_port_is_allocated_kept_and_refused_to_others()
    {
        var first = Spec(await CreateAsync("one", """{"type":"NodePort","ports":[{"port":80}]}"""));
        var port = first["ports"]![0]!["nodePort"]!.GetValue<int>();
        Assert.InRange(port, 30000, 32767);
        Assert.Equal("Cluster", Text(first, "externalTrafficPolicy"));

        var refused = await CreateAsync("two", $$"""{"type":"NodePort","ports":[{"port":80,"nodePort":{{port}}}]}""");
        Assert.Equal($"Service \"two\" is invalid: spec.ports[0].nodePort: Invalid value: {port}: provided port is already allocated", refused.Message);
        var outside = await CreateAsync("two", """{"type":"NodePort","ports":[{"port":80,"nodePort":80}]}""");
        Assert.Equal(
            "Service \"two\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is "
                + "30000-32767", outside.Message);

        var replaced = Spec(
            await Admin.PutAsync(Path + "/one", Sample.Named("one", null, ("spec", JsonNode.Parse("""{"type":"NodePort","ports":[{"port":81}]}""")!))));
        Assert.Equal((port, Text(first, "clusterIP")), (replaced["ports"]![0]!["nodePort"]!.GetValue<int>(), Text(replaced, "clusterIP")));

        var plain = Spec(await Admin.MergeAsync(Path + "/one", """{"spec":{"type":"ClusterIP"}}"""));
        Assert.Null(plain["ports"]![0]!["nodePort"]);
        Assert.Null(plain["externalTrafficPolicy"]);
        Assert.Equal(201, (await CreateAsync("two", $$"""{"type":"NodePort","ports":[{"port":80,"nodePort":{{port}}}]}""")).Status);
    }

    [Fact]
    public async Task A_dry_run_shows_an_address_and_allocates_none()
    {
        const string body = """{"metadata":{"name":"web"},"spec":{"clusterIP":"10.0.0.99","ports":[{"port":80}]}}""";
        Assert.Equal("10.0.0.99", Text(Spec(await Admin.PostAsync(Path + "?dryRun=All", body)), "clusterIP"));
        Assert.Equal(201, (await CreateAsync("other", """{"clusterIP":"10.0.0.99","ports":[{"port":80}]}""")).Status);
    }

    [Fact]
    public async Task An_ExternalName_Service_frees_its_address()
    {
        await CreateAsync("web", """{"clusterIP":"10.0.0.99","ports":[{"port":80}]}""");
        var named = Spec(await Admin.MergeAsync(Path + "/web", """{"spec":{"type":"ExternalName","externalName":"web.example.com"}}"""));
        Assert.Equal([false, false, false], [named.ContainsKey("clusterIP"), named.ContainsKey("clusterIPs"), named.ContainsKey("ipFamilies")]);
        Assert.Equal(201, (await CreateAsync("other", """{"clusterIP":"10.0.0.99","ports":[{"port":80}]}""")).Status);
        Assert.Matches(@"^10\.0\.0\.\d+$", Text(Spec(await Admin.MergeAsync(Path + "/web", """{"spec":{"type":"ClusterIP"}}""")), "clusterIP"));
    }

    [Theory]
    [InlineData("""{"clusterIP":"None","selector":{"app":"db"},"ports":[{"port":80}]}""", """["IPv4"]""", "SingleStack")]
    [InlineData("""{"clusterIP":"None","ports":[{"port":80}]}""", """["IPv4","IPv6"]""", "RequireDualStack")]
    public async Task A_headless_Service_has_families_and_no_address(string spec, string families, string policy)
    {
        var created = Spec(await CreateAsync("db", spec));
        Assert.Equal("""["None"]""", created["clusterIPs"]!.ToJsonString());
        Assert.Equal((families, policy), (created["ipFamilies"]!.ToJsonString(), Text(created, "ipFamilyPolicy")));
    }

    [Fact]
    public async Task Addresses_in_a_loaded_state_are_reserved_and_missing_ones_allocated()
    {
        var file = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                {"kind":"ServiceList","apiVersion":"v1","items":[
                  {"metadata":{"name":"any"},"spec":{"ports":[{"port":80}]}},
                  {"metadata":{"name":"own"},"spec":{"clusterIP":"10.0.0.99","ports":[{"port":80}]}}]}
                """);
            await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = file });
            using var admin = new SandboxClient(server, server.AdminToken);
            Assert.Matches(@"^10\.0\.0\.\d+$", Text(Spec(await admin.GetAsync(Path + "/any")), "clusterIP"));
            var refused = await admin.PostAsync(Path, """{"metadata":{"name":"web"},"spec":{"clusterIP":"10.0.0.99","ports":[{"port":80}]}}""");
            Assert.Contains("provided IP is already allocated", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonObject Spec(SandboxResponse response)
    {
        Assert.InRange(response.Status, 200, 201);
        return (JsonObject)response.Json["spec"]!;
    }

    private static string? Text(JsonObject spec, string name) => spec[name]?.GetValue<string>();

    private Task<SandboxResponse> CreateAsync(string name, string spec) => Admin.PostAsync(Path, Sample.Named(name, null, ("spec", JsonNode.Parse(spec)!)));
}
