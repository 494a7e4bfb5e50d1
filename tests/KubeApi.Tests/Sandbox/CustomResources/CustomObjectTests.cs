namespace KubeApi.Tests.Sandbox.CustomResources;

public sealed class CustomObjectTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Statuses = """{"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size","labelSelectorPath":".status.selector"}}}""";

    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("", "299 - \"unknown field \\\"spec.colour\\\"\", 299 - \"unknown field \\\"spec.parts[0].x\\\"\"")]
    [InlineData("?fieldValidation=Ignore", null)]
    public async Task Unknown_fields_are_pruned(string query, string? warning)
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","properties":{"parts":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"known":{"type":"object","properties":{"a":{"type":"string"}}}}},"map":{"type":"object","additionalProperties":{"type":"integer"}},"inner":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}}}}""");
        const string spec = """{"spec":{"colour":"red","parts":[{"a":"x","x":1}],"free":{"any":{"thing":1},"known":{"a":"b"}},"map":{"n":1},"inner":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}}}""";
        var created = await widgets.CreateAsync("one", spec, query);
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(warning, created.Headers.GetValueOrDefault("Warning"));
        Assert.Equal(
            """{"free":{"any":{"thing":1},"known":{"a":"b"}},"inner":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}},"map":{"n":1},"parts":[{"a":"x"}]}""",
            (await widgets.SpecAsync("one"))!.ToJsonString());
        var strict = await widgets.CreateAsync("two", spec, "?fieldValidation=Strict");
        Assert.Equal(
            (400, """Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.colour", unknown field "spec.parts[0].x" """.Trim()),
            (strict.Status, strict.Message));
    }

    [Fact]
    public async Task Defaults_replace_missing_and_null_values()
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","default":{},"properties":{"size":{"type":"integer","default":0},"on":{"type":"boolean","default":false},"name":{"type":"string","nullable":true,"default":"x"},"plain":{"type":"string"},"parts":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer","default":7}}}}}}}""");
        await widgets.CreateAsync("none", """{"kind":"Widget"}""");
        Assert.Equal("""{"name":"x","on":false,"size":0}""", (await widgets.SpecAsync("none"))!.ToJsonString());
        await widgets.CreateAsync("nulls", """{"spec":{"size":null,"name":null,"plain":null,"parts":[{}]}}""");
        Assert.Equal("""{"name":null,"on":false,"parts":[{"n":7}],"size":0}""", (await widgets.SpecAsync("nulls"))!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"a":{"type":"integer"}}""", """{"a":"x"}""", """spec.a: Invalid value: "string": spec.a in body must be of type integer: "string" """)]
    [InlineData("""{"a":{"type":"integer"}}""", """{"a":1.5}""", """spec.a: Invalid value: "number": spec.a in body must be of type integer: "number" """)]
    [InlineData(
        """{"a":{"x-kubernetes-int-or-string":true}}""", """{"a":true}""",
        """spec.a: Invalid value: "boolean": spec.a in body must be of type integer,string: "boolean" """)]
    [InlineData("""{"a":{"type":"string","minLength":2,"pattern":"^[a-z]+$"}}""", """{"a":"1"}""",
        """spec.a: Invalid value: "1": spec.a in body should be at least 2 chars long""",
        """spec.a: Invalid value: "1": spec.a in body should match '^[a-z]+$'""")]
    [InlineData(
        """{"a":{"type":"object","additionalProperties":{"type":"string","enum":["x",""]}}}""", """{"a":{"k":"y"}}""",
        """spec.a.k: Unsupported value: "y": supported values: "x", "" """)]
    public async Task Values_are_validated_against_the_schema(string properties, string spec, params string[] expected)
    {
        var widgets = await Widgets.DefineAsync(
            _admin, """{"spec":{"type":"object","properties":PROPERTIES}}""".Replace("PROPERTIES", properties, StringComparison.Ordinal));
        var response = await widgets.CreateAsync("one", "{\"spec\":" + spec + "}");
        Assert.Equal(expected.Select(line => line.Trim()), response.Status == 201 ? [] : Widgets.Causes(response));
    }

    [Fact]
    public async Task Objects_above_the_etcd_limit_are_not_stored()
    {
        var widgets = await Widgets.DefineAsync(_admin, """{"a":{"type":"string"}}""");
        var large = $$"""{"a":"{{new string('x', 1_600_000)}}"}""";
        var created = await widgets.CreateAsync("large", large);
        Assert.Equal((500, "etcdserver: request is too large"), (created.Status, created.Message));
        Assert.Equal(404, (await _admin.GetAsync(widgets.Path + "/large")).Status);
        Assert.Equal(201, (await widgets.CreateAsync("grows", "{}")).Status);
        Assert.Equal(500, (await _admin.MergeAsync(widgets.Path + "/grows", large)).Status);
    }

    [Fact]
    public async Task CEL_rules_cause_a_warning()
    {
        var widgets = await Widgets.DefineAsync(
            _admin, """{"spec":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.a > 1"}]}}""");
        var created = await widgets.CreateAsync("one", """{"spec":{"a":1}}""");
        Assert.Equal(
            (201, $"299 - \"the sandbox does not evaluate the x-kubernetes-validations rules of widgets.{widgets.Group}\""),
            (created.Status, created.Headers["Warning"]));
        Assert.Equal(
            ["spec.a: Required value", "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the "
                + "existing errors to complete validation"],
            await widgets.RefusedAsync("""{"spec":{}}"""));
    }

    [Fact]
    public async Task The_status_is_written_separately_and_does_not_change_the_generation()
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","properties":{"size":{"type":"integer"}}},"status":{"type":"object","properties":{"size":{"type":"integer"},"selector":{"type":"string"}}}}""",
            Statuses);
        Assert.Null((await widgets.CreateAsync("one", """{"spec":{"size":2},"status":{"size":9}}""")).Json["status"]);
        var path = widgets.Path + "/one";
        var status = await _admin.MergeAsync(path + "/status", """{"spec":{"size":5},"status":{"size":1,"selector":"app=web"}}""");
        Assert.Equal(("""{"size":2}""", 1), (status.Json["spec"]!.ToJsonString(), status.Json["metadata"]!["generation"]!.GetValue<int>()));
        var changed = await _admin.MergeAsync(path, """{"spec":{"size":3},"status":{"size":7}}""");
        Assert.Equal((1, 2), (changed.Json["status"]!["size"]!.GetValue<int>(), changed.Json["metadata"]!["generation"]!.GetValue<int>()));

        var scale = (await _admin.GetAsync(path + "/scale")).Json;
        Assert.Equal(("""{"replicas":3}""", """{"replicas":1,"selector":"app=web"}"""), (scale["spec"]!.ToJsonString(), scale["status"]!.ToJsonString()));
        Assert.Equal(200, (await _admin.PutAsync(path + "/scale", """{"metadata":{"name":"one","namespace":"default"},"spec":{"replicas":4}}""")).Status);
        Assert.Equal("""{"size":4}""", (await widgets.SpecAsync("one"))!.ToJsonString());
    }

    [Fact]
    public async Task A_status_update_does_not_change_the_metadata()
    {
        var widgets = await Widgets.DefineAsync(
            _admin, """{"spec":{"type":"object","properties":{"a":{"type":"string"}}},"status":{"type":"object","properties":{"size":{"type":"integer"}}}}""",
            Statuses);
        await widgets.CreateAsync("one", """{"spec":{"a":"x"}}""");
        var status = await _admin.MergeAsync(
            widgets.Path + "/one/status?fieldManager=s", """{"metadata":{"labels":{"a":"1"},"finalizers":["example.com/x"]},"status":{"size":1}}""");
        Assert.Equal((200, null, null), (status.Status, status.Json["metadata"]!["labels"], status.Json["metadata"]!["finalizers"]));
        Assert.Equal(
            """{"f:status":{".":{},"f:size":{}}}""",
            Assert.Single(status.Json["metadata"]!["managedFields"]!.AsArray(), owner => owner!["subresource"] is not null)!["fieldsV1"]!.ToJsonString());
    }

    [Theory]
    // Numbers are read without a type, nulls are kept where they are allowed, and metadata is typed as everywhere.
    [InlineData("""{"n":2.0,"m":1e3,"f":2.5}""", """{"f":2.5,"m":1000,"n":2}""")]
    [InlineData("""{"free":{"q":[{"z":null}]},"none":null}""", """{"free":{"q":[{"z":null}]},"none":null}""")]
    public async Task An_applied_object_equals_a_created_one(string spec, string expected)
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","properties":{"n":{"type":"number"},"m":{"type":"number"},"f":{"type":"number"},"free":{"x-kubernetes-preserve-unknown-fields":true},"none":{"type":"string","nullable":true}}}}""");
        Assert.Equal(expected, (await widgets.CreateAsync("sent", $$"""{"spec":{{spec}}}""")).Json["spec"]!.ToJsonString());
        var applied = await _admin.SendAsync(
            HttpMethod.Patch,
            widgets.Path + "/applied?fieldManager=a",
            $$$"""{"apiVersion":"{{{widgets.Group}}}/v1","kind":"Widget","metadata":{"name":"applied","labels":{}},"spec":{{{spec}}}}""",
            "application/apply-patch+yaml");
        Assert.Equal((201, expected, null), (applied.Status, applied.Json["spec"]!.ToJsonString(), applied.Json["metadata"]!["labels"]));
    }

    [Fact]
    public async Task A_merge_patch_leaves_no_nulls_in_objects_of_a_new_list()
    {
        var widgets = await Widgets.DefineAsync(_admin, """{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""");
        await widgets.CreateAsync("one", "{}");
        await _admin.MergeAsync(widgets.Path + "/one", """{"spec":{"q":[null,{"z":null,"y":[{"x":null}]}]}}""");
        Assert.Equal("""{"q":[null,{"y":[{}]}]}""", (await widgets.SpecAsync("one"))!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x"}}""", """the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{"metadata":{"name":"x"}}' ({"metadata":{"name":"x"}})""")]
    [InlineData("""{"kind":"Widget"}""", "the API version in the data () does not match the expected API version (GROUP/v1)")]
    public async Task Custom_objects_need_apiVersion_and_kind(string body, string expected)
    {
        var widgets = await Widgets.DefineAsync(_admin, "{}");
        var refused = await _admin.PostAsync(widgets.Path, body);
        Assert.Equal((400, expected.Replace("GROUP", widgets.Group, StringComparison.Ordinal)), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task Without_a_status_subresource_the_status_is_an_ordinary_field()
    {
        var widgets = await Widgets.DefineAsync(_admin, """{"status":{"type":"object","properties":{"size":{"type":"integer"}}}}""");
        Assert.Equal(9, (await widgets.CreateAsync("one", """{"status":{"size":9}}""")).Json["status"]!["size"]!.GetValue<int>());
        Assert.Equal(2, (await _admin.MergeAsync(widgets.Path + "/one", """{"status":{"size":8}}""")).Json["metadata"]!["generation"]!.GetValue<int>());
        Assert.Equal(404, (await _admin.GetAsync(widgets.Path + "/one/status")).Status);
    }

    [Fact]
    public async Task Applied_lists_merge_by_the_keys_of_the_schema()
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","properties":{"parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"n":{"type":"integer"}}}},"whole":{"type":"array","items":{"type":"string"}}}}}""");
        async Task<SandboxResponse> ApplyAsync(string manager, string spec) => await _admin.SendAsync(
            HttpMethod.Patch, $"{widgets.Path}/one?fieldManager={manager}",
            $$"""{"apiVersion":"{{widgets.Group}}/v1","kind":"Widget","metadata":{"name":"one"},"spec":{{spec}}}""", "application/apply-patch+yaml");

        Assert.Equal(201, (await ApplyAsync("a", """{"parts":[{"name":"x","n":1}],"whole":["a"]}""")).Status);
        var both = await ApplyAsync("b", """{"parts":[{"name":"y","n":2}]}""");
        Assert.Equal("""{"parts":[{"n":1,"name":"x"},{"n":2,"name":"y"}],"whole":["a"]}""", both.Json["spec"]!.ToJsonString());
        Assert.Contains("""k:{\"name\":\"y\"}""", both.Body, StringComparison.Ordinal);
        var conflict = await ApplyAsync("b", """{"parts":[{"name":"x","n":3}],"whole":["b"]}""");
        Assert.Equal(
            (409, "Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.whole\n- .spec.parts[name=\"x\"].n"), (conflict.Status, conflict.Message));
        Assert.Equal("""{"parts":[{"n":2,"name":"y"}]}""", (await ApplyAsync("a", "{}")).Json["spec"]!.ToJsonString());
        // A missing key has the default of the schema.
        var keyed = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","properties":{"parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name","port"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"port":{"type":"integer","default":7}}}}}}}""");
        var named = await _admin.SendAsync(
            HttpMethod.Patch, keyed.Path
                + "/one?fieldManager=a",
                $$$"""{"apiVersion":"{{{keyed.Group}}}/v1","kind":"Widget","metadata":{"name":"one"},"spec":{"parts":[{"name":"x"}]}}""",
                "application/apply-patch+yaml");
        Assert.Contains("""k:{\"name\":\"x\",\"port\":7}""", named.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selectable_fields_can_be_selected()
    {
        var widgets = await Widgets.DefineAsync(
            _admin, """{"spec":{"type":"object","properties":{"color":{"type":"string"}}}}""", """{"selectableFields":[{"jsonPath":".spec.color"}]}""");
        await widgets.CreateAsync("one", """{"spec":{"color":"red"}}""");
        await widgets.CreateAsync("two", """{"spec":{"color":"blue"}}""");
        Assert.Equal(["two"], (await _admin.GetAsync(widgets.Path + "?fieldSelector=spec.color%3Dblue")).Names);
        Assert.Equal(400, (await _admin.GetAsync(widgets.Path + "?fieldSelector=spec.size%3D1")).Status);
    }

    [Fact]
    public async Task A_cluster_scoped_kind_has_no_namespace()
    {
        var group = Widgets.NewGroup();
        await _admin.PostAsync(
            Widgets.Definitions, Widgets.Body(group, Widgets.Version("v1")).Replace("\"Namespaced\"", "\"Cluster\"", StringComparison.Ordinal));
        Assert.Equal(
            201, (await _admin.PostAsync($"/apis/{group}/v1/widgets", Sample.Named("one", null, ("apiVersion", $"{group}/v1"), ("kind", "Widget")))).Status);
        Assert.Equal(404, (await _admin.GetAsync($"/apis/{group}/v1/namespaces/default/widgets")).Status);
        var paths = (await _admin.GetAsync($"/openapi/v3/apis/{group}/v1")).Json["paths"]!.AsObject().Select(path => path.Key);
        Assert.Equal([$"/apis/{group}/v1/widgets", $"/apis/{group}/v1/widgets/{{name}}"], paths);
    }

    [Fact]
    public async Task Rows_show_the_printer_columns()
    {
        var widgets = await Widgets.DefineAsync(
            _admin,
            """{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""",
            """{"additionalPrinterColumns":[{"name":"N","type":"integer","jsonPath":".spec.n"},{"name":"Ready","type":"string","jsonPath":".spec.conditions[?(@.type==\"Ready\")].status"},{"name":"When","type":"date","jsonPath":".spec.when"},{"name":"All","type":"string","jsonPath":".spec.map"}]}""");
        await widgets.CreateAsync(
            "one", """{"spec":{"n":3,"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}],"when":"never","map":{"a":1}}}""");
        await widgets.CreateAsync("two", """{"spec":{"n":"three"}}""");
        var table = (await _admin.SendAsync(HttpMethod.Get, widgets.Path, null, "", ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"))).Json;
        Assert.Equal(
            ["""one|3|True|<invalid>|{"a":1}""", "two||||"],
            table["rows"]!.AsArray().Select(row => string.Join('|', row!["cells"]!.AsArray())));
    }
}
