namespace KubeApi.Tests.Module;

/// <summary>A null or empty value never means "all" or another namespace in a cmdlet that changes or deletes.</summary>
public sealed class EmptyValueTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell;

    public EmptyValueTests(SandboxFixture sandbox)
    {
        _shell = sandbox.InNamespace();
        _shell.Get("""
            function Map($name) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name; labels = @{ app = $name; tier = 'x' } }; data = @{ x = '1' } } }
            $null = (Map a), (Map b) | New-KubeApiObject -n $ns
            $null = New-KubeApiObject -n $ns @"
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
            "@
            """);
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Remove-KubeApiObject cm -l @{ app = $undefined } -n $ns -Confirm:$false", "The label 'app' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm -l @{ app = '' } -n $ns -Confirm:$false", "The label 'app' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm -l @{ tier = 'x'; app = 'a', $undefined } -n $ns -Confirm:$false", "The label 'app' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm -l @{ app = @() } -n $ns -Confirm:$false", "The label 'app' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm -l @{ app = if ($false) { 1 } } -n $ns -Confirm:$false", "The label 'app' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm * -l @{} -n $ns -Confirm:$false", "The label selector is empty")]
    [InlineData("Remove-KubeApiObject cm * -l '' -n $ns -Confirm:$false", "The label selector is empty")]
    [InlineData("Remove-KubeApiObject cm * -l $undefined -n $ns -Confirm:$false", "LabelSelector")]
    [InlineData("Remove-KubeApiObject cm -l 'tier=x', $undefined -n $ns -Confirm:$false", "has an empty part")]
    [InlineData("Remove-KubeApiObject cm -FieldSelector @{ 'metadata.name' = $undefined } -n $ns -Confirm:$false", "metadata.name")]
    [InlineData(
        "Remove-KubeApiObject cm -FieldSelector @{ 'metadata.name' = '' } -n $ns -Confirm:$false", "The field 'metadata.name' of the selector has no value")]
    [InlineData("Remove-KubeApiObject cm -FieldSelector 'metadata.namespace!=x', $undefined -n $ns -Confirm:$false", "has an empty part")]
    [InlineData("Remove-KubeApiObject \"cm/$undefined\" * -n $ns -Confirm:$false", "A name is empty")]
    [InlineData("Remove-KubeApiObject cm $undefined -n $ns -Confirm:$false", "Name")]
    [InlineData("Remove-KubeApiObject cm a, $undefined -n $ns -Confirm:$false", "'Name'")]
    [InlineData("Remove-KubeApiObject cm a, '' -n $ns -Confirm:$false", "'Name'")]
    [InlineData("Remove-KubeApiObject cm -LiteralName a, '' -n $ns -Confirm:$false", "'LiteralName'")]
    [InlineData("Remove-KubeApiObject cm a -n $undefined -Confirm:$false", "'Namespace'")]
    [InlineData("Remove-KubeApiObject cm a -n $ns, $undefined -Confirm:$false", "'Namespace'")]
    [InlineData("Remove-KubeApiObject cm a -n $ns, '' -Confirm:$false", "'Namespace'")]
    [InlineData("Remove-KubeApiObject cm a -n $ns -GracePeriod $undefined -Confirm:$false", "'GracePeriod'")]
    [InlineData("$undefined | Remove-KubeApiObject cm -n $ns", "")]
    [InlineData("'' | Remove-KubeApiObject cm -n $ns", "")]
    [InlineData(
        "@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; namespace = $undefined } } | Remove-KubeApiObject",
        "metadata.namespace is null or empty")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $undefined; namespace = $ns } } | Remove-KubeApiObject", "metadata.name")]
    [InlineData("$m = Map c; $m.metadata.namespace = $undefined; $m | New-KubeApiObject", "metadata.namespace is null or empty")]
    [InlineData("$m = Map c; $m.metadata.namespace = ''; $m | Set-KubeApiObject", "metadata.namespace is null or empty")]
    [InlineData("Map c | Set-KubeApiObject -n $undefined", "'Namespace'")]
    [InlineData("Update-KubeApiObject cm a $undefined -n $ns", "'Patch'")]
    [InlineData("Update-KubeApiObject cm a @{} -n $ns", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject cm a '' -n $ns", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject cm a ' {} ' -n $ns", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject cm a 'null' -n $ns", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject cm a @() -n $ns", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject cm a @(@{ op = 'remove'; path = '/data' }, $undefined) -n $ns", "'Patch'")]
    [InlineData("Update-KubeApiObject cm a '[{op: remove, path: /data}, null]' -n $ns", "-Patch[1] is null or empty")]
    [InlineData("Update-KubeApiObject cm a @{} -Type Apply -n $ns", "-Patch is null or empty")]
    [InlineData("Get-KubeApiObject cm a -n $ns | Update-KubeApiObject -Patch @{}", "-Patch is null or empty")]
    [InlineData("Update-KubeApiObject \"cm/$undefined\" -Patch @{ data = @{ x = '2' } } -n $ns", "Name the objects: cm/NAME")]
    [InlineData("Update-KubeApiObject cm a, '' @{ data = @{ x = '2' } } -n $ns", "'Name'")]
    [InlineData("Update-KubeApiObject cm a @{ data = @{ x = '2' } } -n $undefined", "'Namespace'")]
    [InlineData("Restart-KubeApiWorkload \"deploy/$undefined\" -n $ns", "Name the objects: deploy/NAME")]
    [InlineData("Restart-KubeApiWorkload deploy $undefined -n $ns", "'Name'")]
    [InlineData("Restart-KubeApiWorkload deploy web -n $undefined", "'Namespace'")]
    [InlineData("Undo-KubeApiRollout \"deploy/$undefined\" -n $ns", "Name the objects: deploy/NAME")]
    [InlineData("Undo-KubeApiRollout deploy/web -ToRevision $undefined -n $ns", "'ToRevision'")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas $undefined -n $ns", "'Replicas'")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 5 -CurrentReplicas $undefined -n $ns", "'CurrentReplicas'")]
    [InlineData("Resize-KubeApiWorkload deploy $undefined -Replicas 5 -n $ns", "'Name'")]
    [InlineData("Invoke-KubeApi DELETE /api/v1/namespaces/$ns/configmaps -Query @{ labelSelector = $undefined }", "The parameter 'labelSelector' of -Query")]
    [InlineData(
        "Invoke-KubeApi DELETE /api/v1/namespaces/$ns/configmaps -Query @{ labelSelector = 'app=a'; dryRun = @() }", "The parameter 'dryRun' of -Query")]
    [InlineData("Invoke-KubeApi DELETE \"/api/v1/namespaces/$ns/configmaps?labelSelector=$undefined\"", "The parameter 'labelSelector' of the path")]
    [InlineData("Invoke-KubeApi DELETE /api/v1/namespaces/$ns/configmaps/a -Body $undefined", "-Body is null or empty")]
    [InlineData("Invoke-KubeApi PATCH /api/v1/namespaces/$ns/configmaps/a -Body $undefined", "-Body is null or empty")]
    public void A_null_or_empty_value_is_an_error_that_names_it(string script, string expected)
    {
        const string State = "(Get-KubeApiObject cm, deploy -n $ns).metadata | Where-Object name -ne kube-root-ca.crt | ForEach-Object { \"$($_.namespace) "
            + "$($_.name) $($_.resourceVersion)\" }; @(Get-KubeApiObject cm c -ErrorAction Ignore).Count";
        var before = _shell.Get(State).Select(o => o.ToString());

        var result = _shell.Run(script);

        Assert.Contains(expected, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(before, _shell.Get(State).Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm -l @{ app = $null } -n $ns", "a b")]
    [InlineData("Get-KubeApiObject cm -l @{ app = 'a', $null } -n $ns", "a")]
    [InlineData("Remove-KubeApiObject cm -l 'app=' -n $ns -Confirm:$false; Get-KubeApiObject cm -l app -n $ns", "a b")]
    [InlineData("Remove-KubeApiObject cm -l 'app in (a,)' -n $ns -Confirm:$false; Get-KubeApiObject cm -l app -n $ns", "b")]
    [InlineData("Remove-KubeApiObject cm -l app -n $ns -Confirm:$false; Get-KubeApiObject cm -l app -n $ns", "")]
    [InlineData("Update-KubeApiObject cm a @{ metadata = @{ labels = @{ app = $null } } } -n $ns", "a")]
    [InlineData("Update-KubeApiObject cm a { $_.metadata.labels.app = $null } -n $ns", "a")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'c'; namespace = '' } } | New-KubeApiObject -n $ns", "c")]
    [InlineData(
        "New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = \"$ns-more\"; namespace = '' } } | ForEach-Object { @{ metadata = "
            + "@{ name = 'more' } } }",
        "more")]
    public void Values_with_a_meaning_keep_it(string script, string names) =>
        Assert.Equal(names, string.Join(' ', _shell.Get($"{script} | ForEach-Object {{ $_.metadata.name }}")));

    // Helm charts write it, and kubectl accepts it.
    [Theory]
    [InlineData("\"$map''}}\" | Set-KubeApiObject")]
    [InlineData("\"$map}}\" | New-KubeApiObject")]
    [InlineData("New-KubeApiObject '{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\",\"namespace\":null}}'")]
    [InlineData("\"{apiVersion: v1, kind: List, items: [$map''}}]}\" | Set-KubeApiObject")]
    [InlineData("\"$map''}}\" | ConvertFrom-KubeApiYaml | Set-KubeApiObject")]
    [InlineData("\"$map''}}\" > TestDrive; Set-KubeApiObject -Path TestDrive; Remove-Item TestDrive")]
    [InlineData("\"$map''}}\" > TestDrive; Import-KubeApiManifest TestDrive | Set-KubeApiObject; Remove-Item TestDrive")]
    [InlineData("$null = Map c | New-KubeApiObject; \"$map''}}\" | Update-KubeApiObject -Label @{ a = 'b' }")]
    [InlineData("$null = Map c | New-KubeApiObject; \"$map''}}\" | ConvertFrom-KubeApiYaml | Get-KubeApiObject")]
    [InlineData("$null = Map c | New-KubeApiObject; \"$map''}}\" | Remove-KubeApiObject -PassThru; $null = Map c | New-KubeApiObject")]
    [InlineData("\"$map''}}\" | Compare-KubeApiObject | Select-Object -First 1; $null = Map c | New-KubeApiObject")]
    public void An_empty_namespace_in_a_string_is_the_namespace_of_the_session(string script)
    {
        _shell.Get("""
            $map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: "
            $null = Connect-KubeApi -KubeConfig $KubeConfig -Namespace $ns -Name "in-$ns"
            """);

        var file = $"{Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n"))}.yaml";
        Assert.Single(_shell.Get(script.Replace("TestDrive", file, StringComparison.Ordinal)));

        Assert.Single(_shell.Get("Get-KubeApiObject cm c -n $ns"));
    }

    [Theory]
    [InlineData("namespace: x", "$o.metadata.namespace = $undefined")]
    [InlineData("namespace: x", "$o.metadata.namespace = ''")]
    public void A_namespace_that_was_emptied_stays_an_error(string text, string edit) => Assert.Contains(
        "metadata.namespace is null or empty",
        _shell.Fail($"$o = ConvertFrom-KubeApiYaml '{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c, {text}}}}}'; {edit}; $o | Set-KubeApiObject")
            .ToString(),
        StringComparison.Ordinal);
}
