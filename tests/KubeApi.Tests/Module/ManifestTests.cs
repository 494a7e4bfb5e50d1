using System.Collections;
using System.Text;
using KubeApi.Binding;

namespace KubeApi.Tests.Module;

/// <summary>Import-KubeApiManifest, ConvertFrom- and ConvertTo-KubeApiYaml, ConvertFrom-KubeApiSecret, which need no server.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;
    private readonly ModuleShell _shell;

    public ManifestTests() => _shell = new ModuleShell(("Folder", _folder));

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Documents_and_lists_of_a_folder_are_returned_in_order()
    {
        Write(
            "b.yaml",
            "---\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b1}\n---\n# nothing\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: b2}\n");
        Write("a.json", """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a1"}},{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a2"}}]}""");
        Write("c.yml", "apiVersion: v1\nkind: PodList\nmetadata: {resourceVersion: '1'}\nitems:\n- metadata: {name: c1}\n");
        Write("sub/d.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: d1}\n");
        Write("notes.txt", "nothing");

        Assert.Equal("Pod/a1 Pod/a2 ConfigMap/b1 ConfigMap/b2 Pod/c1", Names("Import-KubeApiManifest $Folder"));
        Assert.Equal("Pod/a1 Pod/a2 ConfigMap/b1 ConfigMap/b2 Pod/c1 Pod/d1", Names("Import-KubeApiManifest $Folder -Recurse"));
        Assert.Equal("Pod/c1 Pod/d1", Names("Import-KubeApiManifest (\"$Folder/c.yml\", \"$Folder/sub/*.yaml\")"));
        Assert.Equal("Pod/d1", Names("[pscustomobject]@{ PSPath = \"$Folder/sub\" } | Import-KubeApiManifest"));
        Assert.Contains("KubeApi.Object#v1/Pod", _shell.Get("Import-KubeApiManifest $Folder/sub").Single().TypeNames);
    }

    [Fact]
    public void A_named_object_is_not_a_list()
    {
        Write("a.yaml", "apiVersion: g.example/v1\nkind: AllowList\nmetadata: {name: office}\nitems: [10.0.0.1]\n");

        Assert.Equal("AllowList/office", Names("Import-KubeApiManifest $Folder"));
    }

    [Fact]
    public void A_file_of_another_encoding_is_read()
    {
        File.WriteAllText(Path.Combine(_folder, "u.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: ü}\n", Encoding.Unicode);

        Assert.Equal("Pod/ü", Names("Import-KubeApiManifest $Folder/u.yaml"));
    }

    [Fact]
    public void A_link_to_a_folder_is_not_followed()
    {
        Write("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "loop"), _folder);

        Assert.Equal("Pod/a", Names("Import-KubeApiManifest $Folder -Recurse"));
    }

    [Theory]
    [InlineData("a: [1", "line 1, column 6: the document is not well-formed")]
    [InlineData("a: 1\nb: {c: d\ne: {}", "line 3, column 2: the document is not well-formed")]
    [InlineData("apiVersion: v1\nkind: Pod\n---\nmetadata: {name: x}", "m.yaml, document 1, line 1 has no metadata.name")]
    [InlineData("\n---\n\napiVersion: v1\nmetadata: {name: x}", "m.yaml, document 1, line 4 has no kind")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}", "m.yaml, document 1, line 3, column 1 has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 5", "m.yaml, document 1, line 4, column 3): metadata.name is a number")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: [x]", "m.yaml, document 1, line 5, column 3, item 1): kind is a list")]
    [InlineData("- a", "m.yaml, document 1, line 1: a manifest is a mapping with apiVersion, kind and metadata; this is a list.")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- 1", "m.yaml, document 1, line 1, item 1: a manifest is a mapping")]
    public void An_error_has_its_position(string text, string expected)
    {
        Write("m.yaml", text);

        var error = _shell.Run("Import-KubeApiManifest $Folder/m.yaml").Errors[0];

        Assert.StartsWith("InvalidManifest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_file_is_one_error_and_the_others_are_returned()
    {
        Write("a.yaml", "a: [");
        Write("b.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\n---\nkind: Pod\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: c}");

        var result = _shell.Run("Import-KubeApiManifest $Folder, $Folder/none.yaml | ForEach-Object { $_.metadata.name }");

        Assert.Equal(["b", "c"], result.Output.Select(o => o.BaseObject));
        Assert.Equal(["InvalidManifest", "InvalidManifest", "InvalidConfiguration"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory]
    [InlineData("nosuch:\\x", "Cannot find drive")]
    [InlineData("https://example.org/x.yaml", "is not a file")]
    [InlineData("nosuch::x", "is not a file")]
    [InlineData("env:PATH", "is not a file")]
    [InlineData("$Folder/none*.yaml", "No file matches")]
    public void A_missing_file_is_one_error_and_the_others_are_returned(string path, string expected)
    {
        Write("good.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: good}");

        foreach (var script in new[]
        {
            $"\"{path}\", \"$Folder/good.yaml\" | Import-KubeApiManifest", $"Import-KubeApiManifest \"{path}\", \"$Folder/good.yaml\""
        })
        {
            var result = _shell.Run(script);

            Assert.Single(result.Output);
            var error = Assert.Single(result.Errors);
            Assert.StartsWith("InvalidConfiguration,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_literal_path_may_be_a_file()
    {
        Write("a[1].yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
        Assert.Equal("Pod/a", Names("Import-KubeApiManifest -LiteralPath \"$Folder/a[1].yaml\""));
        Assert.Equal("Pod/a", Names("Import-KubeApiManifest ($Folder + '/a`[1`].yaml')"));
        Assert.StartsWith("InvalidConfiguration,", _shell.Fail("Import-KubeApiManifest -LiteralPath env:PATH").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InvalidConfiguration,", _shell.Fail("Import-KubeApiManifest -LiteralPath nosuch:x").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_folder_is_reported_and_the_others_are_returned()
    {
        Write("a/a.yaml", "");
        Write("b/b.yaml", "");
        Write("c.yaml", "");
        List<string> unreadable = [];

        var found = ManifestFiles.Find(
            _folder, recurse: true, (folder, _) => unreadable.Add(Path.GetFileName(folder)),
            folder => Path.GetFileName(folder) == "a" ? throw new UnauthorizedAccessException() : Directory.GetFileSystemEntries(folder));

        Assert.Equal(["b.yaml", "c.yaml"], found.Select(Path.GetFileName));
        Assert.Equal(["a"], unreadable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n# nothing\n---\n")]
    [InlineData("apiVersion: v1\nkind: List\nitems: []")]
    public void A_file_without_objects_is_reported(string text)
    {
        Write("empty.yaml", text);

        var result = _shell.Run("Import-KubeApiManifest $Folder");

        Assert.Empty(result.Errors);
        Assert.Contains("empty.yaml' contains no objects", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_is_relative_to_the_current_folder()
    {
        Write("one/m.yaml", "kind: Pod");
        Write("two/m.yaml", "kind: Pod");

        Assert.StartsWith(
            Path.Combine("one", "m.yaml") + ", document 1, line 1 has no apiVersion",
            _shell.Fail("$null = $ExecutionContext.SessionState.Path.SetLocation($Folder); Import-KubeApiManifest one").ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            Path.Combine(_folder, "one", "m.yaml") + ", document 1",
            _shell.Fail("$null = $ExecutionContext.SessionState.Path.SetLocation(\"$Folder/two\"); Import-KubeApiManifest $Folder/one").ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion", "{apiVersion: 1, kind: Pod, metadata: {name: x}}", "a number")]
    [InlineData("kind", "{apiVersion: v1, kind: [Pod], metadata: {name: x}}", "a list")]
    [InlineData("metadata.name", "{apiVersion: v1, kind: Pod, metadata: {name: 123}}", "a number")]
    [InlineData("metadata.generateName", "{apiVersion: v1, kind: Pod, metadata: {generateName: 5}}", "a number")]
    [InlineData("metadata.namespace", "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: on}}", "a Boolean")]
    [InlineData("metadata.uid", "{apiVersion: v1, kind: Pod, metadata: {name: x, uid: 1e3}}", "a number")]
    public void Identifying_fields_must_be_strings(string field, string text, string kind)
    {
        var failure = Assert.Single(Manifest.Read(text)).Failure;

        Assert.IsType<FormatException>(failure);
        Assert.Contains($": {field} is {kind}; quote it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_object_is_one_failure_and_the_others_are_returned()
    {
        object?[] input =
        [
            "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\nTOPSECRET\n---\n{apiVersion: v1, kind: Pod, metadata: {name: b}}", 5, "a: [TOPSECRET",
            new Hashtable { ["kind"] = "x" }
        ];

        var results = Manifest.Read(input).ToList();

        Assert.Equal(
            ["Pod/a (document 1, line 1)", "document 2, line 3", "Pod/b (document 3, line 5)", "Int32", "a string", "x/…"],
            results.Select(r => r.What ?? r.Manifest!.ToString()));
        Assert.Equal([true, false, true, false, false, false], results.Select(r => r.Failure is null));
        Assert.DoesNotContain(results, r => r.Failure?.Message.Contains("TOPSECRET", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_folder_without_manifests_is_an_error() =>
        Assert.Contains("contains no *.yaml", _shell.Fail("Import-KubeApiManifest $Folder").ToString(), StringComparison.Ordinal);

    [Fact]
    public void YAML_becomes_objects()
    {
        Assert.Equal([1L, "x"], _shell.Get("'a: {b: 1}', '---', 'a: {b: x}' | ConvertFrom-KubeApiYaml | ForEach-Object { $_.a.b }").Select(o => o.BaseObject));
        Assert.Equal("one\ntwo\n", _shell.Get("(ConvertFrom-KubeApiYaml \"a: |`n  one`n  two`n\").a").Single().BaseObject);
        Assert.Equal(3L, _shell.Get("(ConvertFrom-KubeApiYaml '[1, 2, 3]')[2]").Single().BaseObject);
        Assert.Equal("InvalidManifest,KubeApi.Commands.ConvertFromKubeApiYamlCommand", _shell.Fail("ConvertFrom-KubeApiYaml 'a: b: c'").FullyQualifiedErrorId);
    }

    [Fact]
    public void Objects_become_YAML() => Assert.Equal(
        ["a:\n- 1\n- \"yes\"\nb:\n  c: d", "---\nx"], _shell.Get(
            "([ordered]@{ a = 1, 'yes'; b = @{ c = 'd' } }), 'x' | ConvertTo-KubeApiYaml").Select(o => o.BaseObject));

    [Fact]
    public void A_clean_object_has_no_fields_set_by_the_server()
    {
        Write("a.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, uid: u, resourceVersion: '5', generation: 2, creationTimestamp: '2026-01-01T00:00:00Z', managedFields: [{manager: x}], annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}}
            spec: {x: 1}
            status: {phase: Running}
            """);

        Assert.Equal(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  x: 1",
            _shell.Get("Import-KubeApiManifest $Folder/a.yaml | ConvertTo-KubeApiYaml -Clean").Single().BaseObject);
        var whole = (string)_shell.Get("Import-KubeApiManifest $Folder/a.yaml | ConvertTo-KubeApiYaml").Single().BaseObject;
        Assert.DoesNotContain("managedFields", whole, StringComparison.Ordinal);
        Assert.Contains("phase: Running", whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConfigMapList")]
    [InlineData("List")]
    public void Items_of_a_clean_list_are_clean(string kind) => Assert.Equal(
        $"kind: {kind}\nitems:\n- metadata:\n    name: a",
        _shell.Get($"[ordered]@{{ kind = '{kind}'; items = @(@{{ metadata = @{{ name = 'a'; uid = 'u'; managedFields = @(1) }} }}) }} | "
            + "ConvertTo-KubeApiYaml -Clean").Single().BaseObject);

    [Fact]
    public void A_secret_is_decoded()
    {
        const string Secret = "$secret = @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' }; data = [ordered]@{ user = 'bWU='; bin = '/wE=' "
            + "}; stringData = @{ more = 'text' } }; ";

        var plain = _shell.Get(Secret + "$s = $secret | ConvertFrom-KubeApiSecret -AsPlainText; $s.user; $s.bin; $s.more").Select(o => o.BaseObject);
        var secure = _shell.Run(
            Secret
                + "$s = $secret | ConvertFrom-KubeApiSecret; $s.user.GetType().Name; [Net.NetworkCredential]::new('', $s.user).Password; $s.Contains('bin')");

        Assert.Equal(["me", (byte)255, (byte)1, "text"], plain);
        Assert.Equal(["SecureString", "me", false], secure.Output.Select(o => o.BaseObject));
        Assert.Contains("'bin' in Secret/s is binary", Assert.Single(secure.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 's' } }", "NotASecret", "ConfigMap/s is not a v1 Secret")]
    [InlineData(
        "@{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' }; data = @{ a = 'hunter2!' } }", "InvalidManifest", "'a' in Secret/s is not base64")]
    [InlineData("5", "InvalidManifest", "this is an Int32")]
    [InlineData("'{apiVersion: v1, kind: Secret, data: {a: hunter2}}'", "InvalidManifest", "has no metadata.name")]
    [InlineData("'{apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {a: hunter2}}'", "NotASecret", "is not a v1 Secret")]
    public void Input_that_is_not_a_secret_is_an_error(string input, string id, string expected)
    {
        var error = _shell.Fail($"{input} | ConvertFrom-KubeApiSecret");

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.TargetObject?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_and_definitions_come_first()
    {
        var set = Manifest.Read("""
            {apiVersion: v1, kind: Pod, metadata: {name: p}}
            ---
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: w}, spec: {group: g.example, names: {kind: Widget}, versions: [{name: v1, served: true}, {name: v2, served: false}]}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
            ---
            {apiVersion: g.example/v1, kind: Widget, metadata: {name: one}}
            ---
            {apiVersion: g.example/v2, kind: Widget, metadata: {name: two}}
            """).Select(r => r.Manifest!).ToList();

        Assert.Equal(["demo", "w", "p", "one", "two"], ManifestOrder.ForWriting(set).Select(m => m.Name));
        Assert.Equal(["two", "one", "p", "w", "demo"], ManifestOrder.ForRemoving(set).Select(m => m.Name));
        Assert.Equal([("g.example/v1", "Widget")], ManifestOrder.ServedBy(set[1], set));
        Assert.Empty(ManifestOrder.ServedBy(set[0], set));
    }

    private string Names(string script) =>
        string.Join(' ', _shell.Get($"{script} | ForEach-Object {{ $_.kind + '/' + $_.metadata.name }}").Select(o => o.BaseObject));

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
