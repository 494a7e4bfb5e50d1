using KubeApi.Client.Access;
using KubeApi.Client.Discovery;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Tests.Module;

/// <summary>No text of a server controls the terminal, wherever it is shown.</summary>
public sealed class TerminalSafetyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Hostile = "a\u001b[31mb\u009b2J\rc\a\u202Ed\u2028e";

    [Fact]
    public void A_difference_does_not()
    {
        using var shell = sandbox.InNamespace();
        shell.Get($$"""
            $old = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; namespace = $ns }; data = @{ x = "{{Hostile}}"; y = '1' } }
            $null = New-KubeApiObject $old
            $old.data.x = "{{Hostile}}2"
            """);

        AssertHarmless(shell.Get("$PSStyle.OutputRendering = 'PlainText'; Compare-KubeApiObject $old | Out-String").Single().ToString());
        AssertHarmless(shell.Get("Compare-KubeApiObject $old | ForEach-Object { [KubeApi.Formatting.DifferenceView]::Line($_) }").Single().ToString());
    }

    [Fact]
    public void A_schema_does_not()
    {
        var field = new SchemaField(Hostile, Hostile, Hostile, true, Hostile, [Hostile], Hostile);

        AssertHarmless(SchemaView.Name(field) + SchemaView.Description(field));
    }

    [Fact]
    public void An_identity_does_not()
    {
        using var shell = sandbox.Connected();
        var session = (KubeApiSession)shell.Get("Get-KubeApiSession -Current").Single().BaseObject;
        var user = new UserIdentity(Hostile, Hostile, [Hostile], new Dictionary<string, string[]> { [Hostile] = [Hostile] });
        using var other = new ModuleShell(("identity", new Identity(session, user)));

        AssertHarmless(other.Get("$PSStyle.OutputRendering = 'PlainText'; $identity | Out-String").Single().ToString());
    }

    [UnixFact]
    public void A_warning_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-test-");
        File.WriteAllText(Path.Combine(folder.FullName, $"{Hostile}.yaml"), "");
        using var shell = new ModuleShell(("folder", folder.FullName));

        AssertHarmless(Assert.Single(shell.Run("Import-KubeApiManifest $folder").Warnings));
        folder.Delete(recursive: true);
    }

    private static void AssertHarmless(string shown)
    {
        Assert.NotEqual("", shown);
        Assert.DoesNotContain(shown.ReplaceLineEndings("\n"), c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202E' or '\u2028');
    }
}
