using KubeApi.Client.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>A server or an intermediary that responds to every write with 200 and an empty or invalid body.</summary>
public sealed class EmptyResponseTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell;
    private readonly SandboxFixture _sandbox;
    private Interception? _interception;

    public EmptyResponseTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = sandbox.InNamespace(inside: true);
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'settings'; namespace = $ns }; data = @{ colour = 'blue' } }
            $null = New-KubeApiObject @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web'; namespace = $ns }
                spec = @{ replicas = 0; selector = @{ matchLabels = @{ app = 'web' } }; template = @{ metadata = @{ labels = @{ app = 'web' } }
                    spec = @{ containers = @(@{ name = 'app'; image = 'x' }) } } } }
            $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'settings'; namespace = $ns }; data = @{ colour = 'red' } }
            $read = Get-KubeApiObject cm settings -Namespace $ns
            """);
    }

    public void Dispose()
    {
        _interception?.Dispose();
        _shell.Dispose();
    }

    public static TheoryData<string, string> Writes
    {
        get
        {
            string[] scripts =
            [
                "New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'new'; namespace = $ns } }",
                "Set-KubeApiObject $map",
                "$map | Set-KubeApiObject -Replace",
                "Update-KubeApiObject cm settings @{ data = @{ size = '1' } } -Namespace $ns",
                "Update-KubeApiObject cm settings { $_.data.size = '1' } -Namespace $ns",
                "$read.data.colour = 'green'; $read | Set-KubeApiObject",
                "Remove-KubeApiObject cm settings -Namespace $ns",
                "Compare-KubeApiObject $map",
                "Resize-KubeApiWorkload deploy web -Replicas 1 -Namespace $ns",
                "Restart-KubeApiWorkload deploy web -Namespace $ns",
                "New-KubeApiToken default -Namespace $ns",
                "Test-KubeApiAccess get pods -Namespace $ns",
                "Get-KubeApiAccess -Namespace $ns",
                "Get-KubeApiIdentity",
                "Invoke-KubeApiCommand -Image x -Namespace $ns -- ls",
            ];
            TheoryData<string, string> data = [];
            foreach (var script in scripts)
            {
                data.Add(script, "");
                data.Add(script, "[1]");
                if (!script.StartsWith("Remove", StringComparison.Ordinal))
                {
                    data.Add(script, "{}");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public void Nonsense_after_a_write_is_an_InvalidAnswer(string script, string body)
    {
        _interception = new Interception(_sandbox.Server, async context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
            return true;
        });

        var errors = _shell.Run(script).Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.True(
            e.Exception is KubeApiException { Failure: FailureKind.InvalidAnswer }, $"{e.FullyQualifiedErrorId}: {e.Exception}"));
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm settings -Namespace $ns")]
    [InlineData("Show-KubeApiObject cm settings -Namespace $ns")]
    [InlineData("Edit-KubeApiObject cm settings -Namespace $ns")]
    [InlineData("Get-KubeApiOwner cm settings -Namespace $ns")]
    [InlineData("Get-KubeApiDependent cm settings -Namespace $ns")]
    public void An_array_in_the_place_of_an_object_is_an_InvalidAnswer(string script)
    {
        _interception = new Interception(_sandbox.Server, async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/configmaps/settings", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[1]");
            return true;
        });

        var error = Assert.Single(_shell.Run(script).Errors);

        Assert.StartsWith("InvalidAnswer,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
