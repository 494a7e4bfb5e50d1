using KubeApi.Client.Errors;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>Namespaces that do not exist, and Namespace objects instead of names.</summary>
public sealed class NamespaceTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly SandboxFixture _sandbox;
    private readonly ModuleShell _shell;

    public NamespaceTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = sandbox.InNamespace();
        _shell.Get("""
            $null = 'a', 'b' | ForEach-Object { @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = $_; labels = @{ t = $_ } } } } | New-KubeApiObject -n $ns
            $o = Get-KubeApiObject ns $ns
            """);
    }

    public void Dispose() => _shell.Dispose();

    // A server reports the namespace for a token, too, but a new namespace would not have the service account.
    [Fact]
    public void The_error_about_a_subresource_does_not_recommend_to_create_the_namespace()
    {
        var failure = new KubeApiException(FailureKind.Refused, new Status { Code = 404, Reason = "NotFound", Kind = "namespaces", Name = "gone" })
        {
            Method = "POST",
            Target = new RequestTarget("create", "serviceaccounts/token", "gone", "ci"),
        };

        var details = ErrorRecords.TryMake(failure, null, null)!.ErrorDetails;

        Assert.Equal(("Namespace 'gone' not found.", "To list the namespaces: Get-KubeApiObject namespaces"), (details.Message, details.RecommendedAction));
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods -n \"${ns}x\"")]
    [InlineData("Get-KubeApiObject all -n \"${ns}x\"")]
    [InlineData("Get-KubeApiObject secrets, cm -l t -n \"${ns}x\"")]
    [InlineData("Get-KubeApiObject pods a* -n \"${ns}x\"")]
    [InlineData("Get-KubeApiObject secrets -n $ns, \"${ns}x\" | Where-Object { $false }")]
    [InlineData("Remove-KubeApiObject secrets -l t -n \"${ns}x\" -Confirm:$false")]
    public void An_empty_list_of_a_missing_namespace_is_one_error(string script)
    {
        var result = _shell.Run(script);

        var error = Assert.Single(result.Errors);
        var name = _shell.Get("$ns").Single().ToString();
        Assert.StartsWith("NamespaceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains($"Namespace '{name}x' not found", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"'{name}'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Did you mean", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [SandboxFact]
    public void An_empty_list_of_an_existing_namespace_is_checked_once_without_an_error()
    {
        _sandbox.Server.ClearRequests();

        Assert.Empty(_shell.Get("Get-KubeApiObject pods, jobs, deploy -n $ns"));
        Assert.Single(Checks());

        _sandbox.Server.ClearRequests();
        Assert.Equal(2, _shell.Get("Get-KubeApiObject secrets, jobs -l t -n $ns").Count);
        Assert.Empty(_shell.Get("Get-KubeApiObject jobs -A"));
        Assert.Empty(Checks());
    }

    private IEnumerable<string> Checks() =>
        _sandbox.Server.Requests.Select(r => r.PathAndQuery).Where(
            p => p.StartsWith("/api/v1/namespaces/", StringComparison.Ordinal) && p.Count(c => c == '/') == 4);

    [SandboxFact]
    public void An_empty_list_is_no_error_without_the_right_to_read_namespaces()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'ClusterRole'; metadata = @{ name = 'pods-only' }; rules = @(@{ apiGroups = @(''); resources = @('pods'); verbs = @('list') }) }
            $null = New-KubeApiObject @{
                apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'ClusterRoleBinding'; metadata = @{ name = 'pods-only' }
                roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'ClusterRole'; name = 'pods-only' }; subjects = @(@{ kind = 'User'; apiGroup = 'rbac.authorization.k8s.io'; name = 'jane' })
            }
            $jane = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -As jane -Name "jane-$ns"
            """);

        Assert.Empty(_shell.Get("Get-KubeApiObject pods -n absent -Session $jane"));
    }

    [Theory]
    [InlineData("Get-KubeApiObject secrets -n $o -l t", "a b")]
    [InlineData("Get-KubeApiObject secrets a -n $o", "a")]
    [InlineData("Get-KubeApiObject secret/a -n $o, $o", "a a")]
    [InlineData("$list = [Collections.Generic.List[string]]@($ns); Get-KubeApiObject secret/a -n $list", "a")]
    [InlineData("$o | Get-KubeApiObject secrets -l t", "a b")]
    [InlineData("Get-KubeApiObject ns $ns | Get-KubeApiObject secrets -l t=b", "b")]
    [InlineData("Get-KubeApiObject ns $ns | Get-KubeApiObject ns | ForEach-Object { @{ metadata = @{ name = $_.metadata.name -eq $ns } } }", "True")]
    [InlineData(
        "Get-KubeApiObject ns $ns | Get-KubeApiObject secrets, ns -ErrorAction Stop | Where-Object kind -eq Namespace | ForEach-Object { @{ metadata = @{ "
            + "name = $_.metadata.name -eq $ns } } }",
        "True")]
    [InlineData("$o | Remove-KubeApiObject secrets -l t=b; Get-KubeApiObject secrets -l t -n $ns", "a")]
    [InlineData("Remove-KubeApiObject secret a -n $o; Get-KubeApiObject secrets -l t -n $ns", "b")]
    [InlineData("Update-KubeApiObject secret a @{ metadata = @{ labels = @{ u = 'v' } } } -n $o", "a")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'c' } } | Set-KubeApiObject -n $o", "c")]
    [InlineData("$o | Update-KubeApiObject secret/a -Patch @{ metadata = @{ labels = @{ u = 'v' } } }", "a")]
    [InlineData("$o | Update-KubeApiObject ns -Label @{ u = 'v' } | ForEach-Object { @{ metadata = @{ name = $_.metadata.name -eq $ns } } }", "True")]
    public void A_Namespace_object_selects_the_namespace(string script, string names) =>
        Assert.Equal(names, string.Join(' ', _shell.Get($"{script} | ForEach-Object {{ $_.metadata.name }}")));

    // A workload with the name of the namespace must not be selected either.
    [Theory]
    [InlineData("$o | Restart-KubeApiWorkload deploy", "Deployment")]
    [InlineData("$o | Restart-KubeApiWorkload deploy -WhatIf", "Deployment")]
    [InlineData("$o | Resize-KubeApiWorkload deploy -Replicas 3", "Deployment")]
    [InlineData("$o | Undo-KubeApiRollout deployments.apps", "Deployment")]
    [InlineData("$o | Update-KubeApiObject deploy -Patch @{ spec = @{ replicas = 3 } }", "Deployment")]
    [InlineData("$o | Update-KubeApiObject deploy -Label @{ a = 'b' }", "Deployment")]
    [InlineData("$o | Get-KubeApiRollout deploy", "Deployment")]
    [InlineData("Restart-KubeApiWorkload deploy -Name $o", "Deployment")]
    public void A_Namespace_object_never_names_a_workload(string script, string kind)
    {
        _shell.Get("""
            $null = New-KubeApiObject -n $ns @"
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: $ns}
            spec:
              selector: {matchLabels: {a: b}}
              template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}
            "@
            """);
        const string State = "(Get-KubeApiObject deploy $ns -n $ns).metadata.generation; (Get-KubeApiObject deploy $ns -n $ns).metadata.labels.a";
        var before = _shell.Get(State);

        var result = _shell.Run(script);

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        var expected = $"'{_shell.Get("$ns").Single()}' does not select a {kind}: name one with";
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(before.Select(o => $"{o}"), _shell.Get(State).Select(o => $"{o}"));
    }

    [Theory]
    [InlineData("$o | Remove-KubeApiObject secrets -Confirm:$false", "Select the secrets by name")]
    [InlineData("$o | Get-KubeApiObject secrets -n default", "Omit one of them")]
    [InlineData("$o | Get-KubeApiObject secrets -A", "Omit one of them")]
    [InlineData("$o | Update-KubeApiObject secret/a -Patch @{ metadata = @{ labels = @{ u = 'v' } } } -n default", "Omit one of them")]
    [InlineData("$o | Get-KubeApiObject nodes -l t", "cannot be combined")]
    [InlineData("Get-KubeApiObject secrets -n @{ a = 1 }", "'Namespace'. A name is required")]
    public void An_incomplete_or_ambiguous_target_is_an_error(string script, string expected)
    {
        Assert.Contains(expected, _shell.Fail(script).ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _shell.Get("Get-KubeApiObject secrets -l t -n $ns").Count);
    }
}
