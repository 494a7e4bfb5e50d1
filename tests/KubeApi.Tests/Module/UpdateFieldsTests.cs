namespace KubeApi.Tests.Module;

/// <summary>Update-KubeApiObject -Label, -Annotation and -Image, and its warning about a script block without changes.</summary>
public sealed class UpdateFieldsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("deploy web -Label @{ a = 'b'; old = $null; n = 5; t = $true } -Annotation @{ note = 'x' }", "a=b n=5 t=true | note=x")]
    [InlineData("deploy/web -Label @{ old = $null }", " | ")]
    [InlineData("deploy/web -Label tier=front,old- -Annotation note=a=b", "tier=front | note=a=b")]
    [InlineData("deploy/web -Label old-", " | ")]
    [InlineData("deploy/web -Label @{ a = '' } -Image main=nginx:2", "a= old=1 | ")]
    public void Labels_and_annotations_are_updated(string arguments, string expected) => Assert.Equal(
        expected, Value($$"""
            function Pairs($o) { if ($o) { ($o.PSObject.Properties | Where-Object Name -ne 'deployment.kubernetes.io/revision' | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join ' ' } }
            $d = Update-KubeApiObject {{arguments}} -n $ns
            "$(Pairs $d.metadata.labels) | $(Pairs $d.metadata.annotations)"
            """));

    [Theory]
    [InlineData("Update-KubeApiObject deploy web -n $ns -Image main=nginx:2", "busybox:1 nginx:2 side:1")]
    [InlineData("Update-KubeApiObject deploy/web -n $ns -Image @{ main = 'nginx:3'; init = 'busybox:2' }", "busybox:2 nginx:3 side:1")]
    [InlineData("Update-KubeApiObject deploy/web -n $ns -Image main=nginx:4, side=x=y", "busybox:1 nginx:4 x=y")]
    [InlineData("Get-KubeApiObject deploy web -n $ns | Update-KubeApiObject -Image *=all:1", "all:1 all:1 all:1")]
    public void Images_are_updated(string script, string expected) =>
        Assert.Equal(expected, Value($"$s = ({script}).spec.template.spec; @($s.initContainers.image) + @($s.containers.image) -join ' '"));

    [Fact]
    public void Images_of_a_CronJob_are_updated() => Assert.Equal("busybox:2", Value("""
        $null = New-KubeApiObject '{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}}}' -n $ns
        (Update-KubeApiObject cronjob c -Image c=busybox:2 -n $ns).spec.jobTemplate.spec.template.spec.containers.image
        """));

    [Theory]
    [InlineData("deploy web -Image mian=nginx", "Deployment/web has no container 'mian'. It has: init, main, side.")]
    [InlineData("cm kube-root-ca.crt -Image a=b", "ConfigMap/kube-root-ca.crt has no containers.")]
    [InlineData("deploy web -Image nginx", "-Image takes CONTAINER=IMAGE")]
    [InlineData("deploy web -Image @{ main = $null }", "one of the two is empty in 'main='")]
    [InlineData("deploy web -Label @{}", "-Label, -Annotation and -Image are empty: there is nothing to change.")]
    [InlineData("deploy web -Label @{ a = @('b') }", "The value of 'a' in the labels is an Object[], not a string.")]
    public void The_error_names_the_mistake(string arguments, string expected) =>
        Assert.Contains(expected, _shell.Fail($"Update-KubeApiObject {arguments} -n $ns").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_script_block_without_changes_is_a_warning()
    {
        var result = _shell.Run("(Update-KubeApiObject deploy web { $_.metadata.labels.PSObject.Properties.Remove('old') } -n $ns).metadata.labels.old");

        Assert.Equal("1", Assert.Single(result.Output).BaseObject);
        Assert.Contains("did not change the object", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("$_.metadata.labels.Remove('key')", result.Warnings[0], StringComparison.Ordinal);
        Assert.Empty(_shell.Run("$null = Update-KubeApiObject deploy web { $_.metadata.labels.Remove('old') } -n $ns").Warnings);
    }

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $null = New-KubeApiObject @'
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {old: "1"}}
            spec:
              paused: true
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {initContainers: [{name: init, image: 'busybox:1'}], containers: [{name: main, image: nginx}, {name: side, image: 'side:1'}]}
            '@ -n $ns
            """);
        return shell;
    }
}
