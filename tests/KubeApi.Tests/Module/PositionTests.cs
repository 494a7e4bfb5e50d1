namespace KubeApi.Tests.Module;

/// <summary>Objects are accepted at the position of a type, but never as the type.</summary>
public sealed class PositionTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    // The session has another namespace, with a Deployment of the same name.
    [Theory]
    [InlineData("Get-KubeApiObject $web", "web")]
    [InlineData("Get-KubeApiObject $web, $other", "web other")]
    [InlineData("Get-KubeApiObject $web, 'cm/kube-root-ca.crt'", "web kube-root-ca.crt")]
    [InlineData("Get-KubeApiObject $web -Subresource scale", "web")]
    [InlineData("Restart-KubeApiWorkload $web", "web")]
    [InlineData("Resize-KubeApiWorkload $web 5", "web")]
    [InlineData("Resize-KubeApiWorkload deploy web 5 -n $ns", "web")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 5 -n $ns", "web")]
    [InlineData("(Get-KubeApiRollout $web).Workload", "web")]
    [InlineData("Get-KubeApiObject deploy, cm -n $ns | Where-Object kind -eq Deployment", "other web")]
    public void An_object_is_accepted_by_position(string script, string names) =>
        Assert.Equal(names, string.Join(' ', _shell.Get($"{script} | ForEach-Object {{ $_.metadata.name }}")));

    [Theory]
    [InlineData("Remove-KubeApiObject $web", "other")]
    [InlineData("Remove-KubeApiObject $web, $other", "")]
    [InlineData("Remove-KubeApiObject $web, deploy/web -WarningAction Ignore", "other")]
    public void Remove_by_position_uses_the_namespace_of_the_object(string script, string left)
    {
        _shell.Run($"{script} -Confirm:$false");

        Assert.Equal(left, string.Join(' ', _shell.Get("Get-KubeApiObject deploy -n $ns | ForEach-Object { $_.metadata.name }")));
    }

    [Theory]
    [InlineData("Invoke-KubeApiCommand $web -- ls", "$pod | Invoke-KubeApiCommand -- COMMAND")]
    [InlineData("Start-KubeApiPortForward $web 8080", "$pod | Start-KubeApiPortForward -Port 8080:80")]
    [InlineData("Test-KubeApiAccess delete $web, $other", "$object | Test-KubeApiAccess VERB")]
    public void A_command_that_takes_objects_from_the_pipeline_only_says_so(string script, string advice) =>
        Assert.EndsWith($"Objects come from the pipeline: {advice}", _shell.Fail(script).Exception.Message, StringComparison.Ordinal);

    [SandboxTheory]
    [InlineData("Get-KubeApiObject -Resource $web")]
    [InlineData("Remove-KubeApiObject -Resource $web -Confirm:$false")]
    [InlineData("Remove-KubeApiObject -Resource @($web) -Confirm:$false")]
    [InlineData("Restart-KubeApiWorkload -Resource $web")]
    [InlineData("Resize-KubeApiWorkload -Resource $web -Replicas 0")]
    [InlineData("Update-KubeApiObject -Resource $web -Label @{ a = 'b' }")]
    public void An_object_is_not_accepted_as_a_type(string script)
    {
        _shell.Get("$null = New-KubeApiObject ((ConvertTo-KubeApiYaml $web -Clean) -replace 'namespace: .*', 'namespace: default')");
        try
        {
            Assert.NotEmpty(_shell.Run(script).Errors);
            var there = _shell.Get("$d = Get-KubeApiObject deploy web -n default; \"$($d.metadata.generation) $($d.metadata.labels.a)\"");
            Assert.Equal("1 ", Assert.Single(there).ToString());
        }
        finally
        {
            _shell.Get("Remove-KubeApiObject deploy web -n default -Confirm:$false");
        }
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $web, $other = 'web', 'other' | ForEach-Object {
                New-KubeApiObject "{apiVersion: apps/v1, kind: Deployment, metadata: {name: $_}, spec: {selector: {matchLabels: {app: w}}, template: {metadata: {labels: {app: w}}, spec: {containers: [{name: c, image: nginx}]}}}}" -n $ns
            }
            """);
        return shell;
    }
}
