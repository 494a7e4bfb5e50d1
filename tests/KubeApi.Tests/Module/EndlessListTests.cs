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

    [Theory]
    [InlineData("Get-KubeApiObject secrets")]
    [InlineData("Watch-KubeApiObject secrets -Timeout 600")]
    public void Pages_without_items_end_with_an_error(string script)
    {
        using var shell = sandbox.Connected();
        shell.Get("$null = Get-KubeApiGroup");
        var page = 0;
        using var endless = new Interception(sandbox.Server, async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/secrets", StringComparison.Ordinal))
            {
                return false;
            }

            // An item now and then is legal: a server may filter after it has read a page.
            var items = ++page == 500 ? "{\"metadata\":{\"name\":\"a\"}}" : "";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"kind":"SecretList","apiVersion":"v1","metadata":{"continue":"{{page}}"},"items":[{{items}}]}""");
            return true;
        });

        var error = shell.Fail(script);

        Assert.Contains("1000 pages without items", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.InRange(page, 1500, 1502);
    }
}
