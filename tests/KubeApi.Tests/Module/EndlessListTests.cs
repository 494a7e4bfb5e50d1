using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>A server that sends the same page for ever, in each way that a list is read.</summary>
public sealed class EndlessListTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("Get-KubeApiObject secrets", "\"metadata\":{\"continue\":\"same\"},\"items\":[]")]
    [InlineData("Get-KubeApiObject secrets", "\"metadata\":{\"continue\":\"same\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]")]
    [InlineData("Get-KubeApiObject secrets", "\"items\":[{\"metadata\":{\"name\":\"a\"}}],\"metadata\":{\"continue\":\"same\"}")]
    [InlineData("Watch-KubeApiObject secrets -Timeout 60", "\"metadata\":{\"continue\":\"same\"},\"items\":[]")]
    [InlineData("Remove-KubeApiObject secrets -LabelSelector a=b -Force", "\"metadata\":{\"continue\":\"same\"},\"items\":[]")]
    public void Ends_with_an_error(string script, string list)
    {
        using var shell = sandbox.Connected();
        shell.Get("$null = Get-KubeApiGroup");
        using var endless = new Interception(sandbox.Server, async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/secrets", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"kind":"SecretList","apiVersion":"v1",{{list}}}""");
            return true;
        });

        var error = shell.Fail(script);

        Assert.StartsWith("InvalidAnswer,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("the server returned the continue token with which this page was requested", error.ErrorDetails.Message, StringComparison.Ordinal);
    }
}
