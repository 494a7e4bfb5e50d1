using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Waits and watches over a server that stalls, refuses, or sends more than the consumer can read in time.</summary>
public sealed class IncompleteListTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly SandboxFixture _sandbox;
    private readonly ModuleShell _shell;

    public IncompleteListTests(SandboxFixture sandbox)
    {
        (_sandbox, _shell) = (sandbox, sandbox.InNamespace(inside: true));
        // Discovery is read before the server is disturbed.
        _shell.Get("$null = Get-KubeApiObject cm -n $ns");
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData(
        "Wait-KubeApiObject cm -n $ns -For Deleted -Timeout 1",
        "No complete list of configmaps in * was received within 1 second,*")]
    [InlineData(
        "Wait-KubeApiObject cm -n $ns -For Deleted -Timeout 0.001",
        "No complete list of configmaps in * was received within 0.001 seconds*")]
    [InlineData(
        "Wait-KubeApiObject cm -n $ns -Timeout 1",
        "No complete list of configmaps in * was received within 1 second,*")]
    [InlineData(
        "Wait-KubeApiObject cm x -n $ns -For Deleted -Timeout 1",
        "The state of ConfigMap/x * is unknown after 1 second: no complete list was received.")]
    [InlineData(
        "Wait-KubeApiObject cm x -n $ns -For Exists -Timeout 1",
        "The state of ConfigMap/x * is unknown after 1 second: no complete list was received.")]
    public void A_list_that_never_comes_is_no_outcome(string script, string message)
    {
        using var stalled = new Interception(_sandbox.Server, context => IsList(context) ? StallAsync(context) : Task.FromResult(false));

        AssertError(script, "WaitTimeout", message);
    }

    [Theory]
    [InlineData("Ready")]
    [InlineData("Exists")]
    public void A_page_that_never_comes_fails_the_wait_for_a_selection(string condition)
    {
        using var stalled = new Interception(_sandbox.Server, async context =>
        {
            if (!IsList(context))
            {
                return false;
            }

            return context.Request.Query.ContainsKey("continue") ? await StallAsync(context) : await AnswerAsync(context, 200, List(1, "more"));
        });

        var result = _shell.Run($"Wait-KubeApiObject cm -n $ns -For {condition} -Timeout 2");

        Assert.Single(result.Output);
        Assert.StartsWith("No complete list of configmaps", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_out_of_a_watch_is_kept_while_its_consumer_is_slow()
    {
        using var many = new Interception(
            _sandbox.Server, context => IsList(context) ? AnswerAsync(context, 200, List(300, "")) : Task.FromResult(false));

        var result = _shell.Run("Watch-KubeApiObject cm -n $ns -Timeout 1 | ForEach-Object { Start-Sleep -Milliseconds 20; $_ }");

        Assert.Empty(result.Errors);
        Assert.InRange(result.Output.Count, 0, 299);
    }

    [Fact]
    public void A_wait_evaluates_no_script_block_after_its_time()
    {
        using var many = new Interception(
            _sandbox.Server, context => IsList(context) ? AnswerAsync(context, 200, List(300, "")) : Task.FromResult(false));

        var result = _shell.Run("""
            $global:n = 0
            $slow = { $global:n++; Start-Sleep -Milliseconds 20; $false }
            Wait-KubeApiObject cm -n $ns -Timeout 1 -For $slow -ErrorAction SilentlyContinue -ErrorVariable failed
            $n - @($failed -match 'did not return true').Count
            """);

        // One evaluation of each object, and none for the error.
        Assert.Equal(0, (int)Assert.Single(result.Output).BaseObject);
    }

    [Theory]
    [InlineData("Wait-KubeApiObject cm -n $ns -For Deleted", "the server could not find the requested resource", "ResourceTypeNotFound")]
    [InlineData("Wait-KubeApiObject cm x -n $ns -For Deleted", "the server could not find the requested resource", "ResourceTypeNotFound")]
    [InlineData("Wait-KubeApiObject cm x -n $ns -For Deleted", "not found", "ObjectNotFound")]
    public void A_path_that_the_server_never_served_is_not_a_deletion(string script, string message, string id)
    {
        using var missing = new Interception(
            _sandbox.Server, context => IsList(context) ? AnswerAsync(context, 404, Status(404, "NotFound", message)) : Task.FromResult(false));

        AssertError(script, id, "*");
    }

    [Theory]
    [InlineData("Wait-KubeApiObject cm -n ' ' -For Deleted", "The namespace ' ' is blank*")]
    [InlineData("Wait-KubeApiObject cm x -n 'Kube System' -For Deleted", "The namespace 'Kube System' *")]
    [InlineData("Wait-KubeApiObject cm ' ' -n $ns -For Deleted", "The name ' ' is blank*")]
    [InlineData("Get-KubeApiObject cm -n 'Kube System'", "The namespace 'Kube System' *")]
    public void A_blank_or_invalid_name_is_refused(string script, string message) => AssertError(script, "InvalidArgument", message);

    [Theory]
    [InlineData("Get-KubeApiObject cm -n $ns", "Cannot list configmaps in namespace *: no")]
    [InlineData("Watch-KubeApiObject cm -n $ns", "Cannot list configmaps in namespace *: no")]
    public void A_refused_read_is_forbidden(string script, string message)
    {
        using var refused = new Interception(
            _sandbox.Server, context => IsList(context) ? AnswerAsync(context, 403, Status(403, "Forbidden", "no")) : Task.FromResult(false));

        AssertError(script, "Forbidden", message);
    }

    [Fact]
    public void A_failure_in_a_watch_names_its_server()
    {
        var refusal = $$"""{"type":"ERROR","object":{{Status(401, "Unauthorized", "no")}}}""";
        using var refused = new Interception(
            _sandbox.Server, context => context.Request.Query.ContainsKey("watch") ? AnswerAsync(context, 200, refusal) : Task.FromResult(false));

        AssertError("Watch-KubeApiObject cm -n $ns", "Unauthorized", $"Cannot authenticate to {_sandbox.Server.Uri.GetLeftPart(UriPartial.Authority)} *");
    }

    [Theory]
    [InlineData("Watch-KubeApiObject cm -n $ns", "Item 1 of the list is nested deeper than 512 levels at its byte *")]
    [InlineData("Get-KubeApiObject cm -n $ns", "*nested deeper than 512 levels*")]
    [InlineData("Wait-KubeApiObject cm -n $ns", "*nested deeper than 512 levels*")]
    public void JSON_that_is_nested_too_deeply_is_called_that(string script, string message)
    {
        var deep = new string('[', 600) + new string(']', 600);
        using var nested = new Interception(_sandbox.Server, context => IsList(context)
            ? AnswerAsync(context, 200, List(1, "").Replace("{\"metadata\":{\"name\"", $"{{\"spec\":{deep},\"metadata\":{{\"name\"", StringComparison.Ordinal))
            : Task.FromResult(false));

        AssertError(script, "InvalidAnswer", message);
    }

    private static bool IsList(HttpContext context) =>
        context.Request.Path.Value!.EndsWith("/configmaps", StringComparison.Ordinal) && !context.Request.Query.ContainsKey("watch");

    private static string Status(int code, string reason, string message) =>
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}}}""";

    private static string List(int count, string token)
    {
        var items = Enumerable.Range(0, count).Select(i => $$$"""{"metadata":{"name":"o{{{i}}}","namespace":"ns","uid":"u{{{i}}}","resourceVersion":"1"}}""");
        return $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"{{token}}"},"items":["""
            + string.Join(',', items) + "]}";
    }

    private static async Task<bool> AnswerAsync(HttpContext context, int code, string body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (code, "application/json");
        await context.Response.WriteAsync(body);
        return true;
    }

    private static async Task<bool> StallAsync(HttpContext context)
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    }

    private void AssertError(string script, string id, string message)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(new System.Management.Automation.WildcardPattern(message).IsMatch(error.ErrorDetails.Message), error.ErrorDetails.Message);
    }
}
