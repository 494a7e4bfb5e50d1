using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

public sealed class InvokeTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private ModuleShell ShellWithNamespace(bool inside = false)
    {
        var shell = sandbox.InNamespace(inside);
        shell.Get("$maps = \"/api/v1/namespaces/$ns/configmaps\"");
        return shell;
    }

    [Theory]
    [InlineData("Invoke-KubeApi /version", "v1.36.2")]
    [InlineData("Invoke-KubeApi GET /version", "v1.36.2")]
    [InlineData("Invoke-KubeApi -Path /version", "v1.36.2")]
    [InlineData("Invoke-KubeApi -Method get -Path /version", "v1.36.2")]
    [InlineData("'/version' | Invoke-KubeApi", "v1.36.2")]
    [InlineData("Get-KubeApiPath /version | Invoke-KubeApi", "v1.36.2")]
    public void A_path_is_sent_with_or_without_a_method(string script, string version)
    {
        using var shell = sandbox.Connected();

        Assert.Equal(version, shell.Get($"({script}).gitVersion").Single().BaseObject);
    }

    [Fact]
    public void Text_is_returned_line_by_line()
    {
        using var shell = sandbox.ToCluster();

        Assert.Equal("ok", shell.Get("Invoke-KubeApi /healthz").Single().BaseObject);
        Assert.Contains("[+]ping ok", shell.Get("Invoke-KubeApi '/livez?verbose'").Select(line => line.BaseObject));
        Assert.Contains("[+]ping ok", shell.Get("Invoke-KubeApi /livez -Query @{ verbose = '' }").Select(line => line.BaseObject));
    }

    [Fact]
    public void The_OpenAPI_index_is_an_object_despite_its_content_type()
    {
        using var shell = sandbox.ToCluster();

        Assert.StartsWith(
            "/openapi/v3/apis/batch/v1?hash=", (string)shell.Get("(Invoke-KubeApi /openapi/v3).paths.'apis/batch/v1'.serverRelativeURL").Single().BaseObject,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Create_patch_replace_delete()
    {
        using var shell = ShellWithNamespace();

        Assert.Equal(
            "blue",
            shell.Get("(Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'm' }; data = @{ colour = 'blue' } }).data.colour").Single().BaseObject);
        Assert.Equal(
            "blue 10",
            shell.Get("(Invoke-KubeApi PATCH $maps/m -Body @{ data = @{ size = '10' } }).data | ForEach-Object { \"$($_.colour) $($_.size)\" }")
                .Single().BaseObject);
        Assert.Equal(
            "11", shell.Get("(Invoke-KubeApi PATCH $maps/m -Body @(@{ op = 'replace'; path = '/data/size'; value = '11' })).data.size").Single().BaseObject);
        Assert.Equal(
            "red", shell.Get("$m = Invoke-KubeApi $maps/m; $m.data.colour = 'red'; (Invoke-KubeApi PUT $maps/m -Body $m).data.colour").Single().BaseObject);
        Assert.Equal("Success", shell.Get("(Invoke-KubeApi DELETE $maps/m).status").Single().BaseObject);
        Assert.StartsWith("ObjectNotFound,", shell.Fail("Invoke-KubeApi $maps/m").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'm' } }", "AlreadyExists", "ResourceExists")]
    [InlineData("Invoke-KubeApi PUT $maps/m -Body @{ metadata = @{ name = 'm'; resourceVersion = '1' } }", "ConcurrencyConflict", "WriteError")]
    [InlineData("Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'Bad_Name!' } }", "Invalid", "InvalidData")]
    [InlineData("Invoke-KubeApi DELETE $maps/m -Query @{ dryRun = 'all' }", "Invalid", "InvalidData")]
    [InlineData("Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'n' } } -Query @{ dryRun = $true }", "Invalid", "InvalidData")]
    [InlineData("Invoke-KubeApi POST $maps -Body '{'", "BadRequest", "InvalidArgument")]
    [InlineData("Invoke-KubeApi PUT $maps -Body @{}", "BadRequest", "InvalidArgument")]
    [InlineData("Invoke-KubeApi PATCH $maps/m -Body '{}' -ContentType text/plain", "BadRequest", "InvalidArgument")]
    [InlineData("Invoke-KubeApi /nope", "PathNotFound", "ObjectNotFound")]
    [InlineData("Invoke-KubeApi /api/v1/flurbs", "PathNotFound", "ObjectNotFound")]
    [InlineData("Invoke-KubeApi https://evil.example/api", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi -Path https://evil.example/api", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi /api/../x", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi DELETE $maps/$misspelled", "InvalidArgument", "InvalidArgument")]
    [InlineData("[pscustomobject]@{ path = '/api' } | Invoke-KubeApi DELETE", "InvalidArgument", "InvalidArgument")]
    [InlineData("Get-KubeApiResource pods -Group core | Invoke-KubeApi", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi POST", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi /version -Header @{ Authorization = 'Bearer x' }", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi /version -Header @{ 'Impersonate-Group' = 'a', 'b' }", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi /version -Accept \"text/plain`r`nImpersonate-User: jane\"", "InvalidArgument", "InvalidArgument")]
    [InlineData(
        "Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'n' } } -ContentType \"application/json`nImpersonate-User: jane\"", "InvalidArgument",
        "InvalidArgument")]
    [InlineData("Invoke-KubeApi POST $maps -Body @{ a = { } }", "InvalidArgument", "InvalidArgument")]
    [InlineData("Invoke-KubeApi 'BAD METHOD' /version", "InvalidArgument", "InvalidArgument")]
    public void Failures_have_their_id_and_category(string script, string id, string category)
    {
        using var shell = ShellWithNamespace();
        shell.Get("$null = Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'm' } }");

        var error = shell.Fail(script);

        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
    }

    [Theory]
    [InlineData(429, "TooManyRequests", "LimitsExceeded")]
    [InlineData(503, "ServiceUnavailable", "ResourceUnavailable")]
    [InlineData(500, "ServerError", "InvalidResult")]
    [InlineData(502, "ServerError", "InvalidResult")]
    [InlineData(302, "ServerError", "InvalidResult")]
    [InlineData(403, "InvalidAnswer", "InvalidResult")]
    [InlineData(404, "InvalidAnswer", "InvalidResult")]
    [InlineData(410, "InvalidAnswer", "InvalidResult")]
    public async Task Errors_of_an_intermediary_have_their_id_and_category(int code, string id, string category)
    {
        await using var server = await SandboxServer.StartAsync();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'");
        server.Intercept = async context =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.Location = "https://evil.example/";
            await context.Response.WriteAsync("<html>\u001b[2Jthe proxy's own words</html>\nmore");
            return true;
        };

        var error = shell.Fail("Invoke-KubeApi /api");

        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
        Assert.DoesNotContain("\u001b", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(code == 302 ? "evil.example" : "the proxy's own words", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_a_body_is_a_connection_error()
    {
        await using var server = await SandboxServer.StartAsync();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        // Short, because it is repeated until the time-out.
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -RequestTimeout 2 -Name '{Guid.NewGuid():n}'");
        server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"a\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        Assert.StartsWith("ConnectionFailed,", shell.Fail("Invoke-KubeApi /api").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_object_is_reported_field_by_field()
    {
        using var shell = ShellWithNamespace();

        var lines = shell.Fail("Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'Bad_Name!' } }").ErrorDetails.Message.Split('\n');

        Assert.Equal("ConfigMap \"Bad_Name!\" is invalid:", lines[0]);
        Assert.StartsWith("  metadata.name: Invalid value: \"Bad_Name!\": a lowercase RFC 1123 subdomain", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_prompts_and_names_the_cluster()
    {
        using var shell = ShellWithNamespace(inside: true);
        shell.Get("$null = Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'm' } }");
        sandbox.Server.ClearRequests();

        shell.Get("Invoke-KubeApi DELETE $maps/m -WhatIf; Invoke-KubeApi POST $maps -Body @{} -WhatIf");

        Assert.Empty(sandbox.Server.Requests);
        Assert.Equal("m", shell.Get("(Invoke-KubeApi $maps/m -WhatIf).metadata.name").Single().BaseObject);
    }

    [Fact]
    public void A_watch_is_returned_line_by_line()
    {
        using var shell = ShellWithNamespace();

        var events = shell.Get("""
            $null = Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'one'; labels = @{ mine = 'yes' } } }
            $seen = 0
            foreach ($e in 1) {
                Invoke-KubeApi $maps -Query @{ watch = $true; timeoutSeconds = 20; labelSelector = 'mine' } | ForEach-Object {
                    "$($_.type) $($_.object.metadata.name)"
                    $seen++
                    if ($seen -eq 1) { $null = Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'two'; labels = @{ mine = 'yes' } } } }
                    if ($seen -eq 2) { break }
                }
            }
            """);

        Assert.Equal("ADDED one|ADDED two", string.Join('|', events));
    }

    [Fact]
    public void A_body_is_a_string_bytes_or_an_object_with_RFC_3339_dates()
    {
        using var shell = ShellWithNamespace();

        var names = shell.Get("""
            (Invoke-KubeApi POST $maps -Body '{"metadata":{"name":"a"}}').metadata.name
            (Invoke-KubeApi POST $maps -Body ([Text.Encoding]::UTF8.GetBytes('{"metadata":{"name":"b"}}'))).metadata.name
            (Invoke-KubeApi POST $maps -Body ([pscustomobject]@{ metadata = [ordered]@{ name = 'c' } })).metadata.name
            (Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'd'; annotations = @{ at = [datetime]'2026-11-23T01:02:03Z' } } }).metadata.annotations.at
            """);

        Assert.Equal("a b c 2026-11-23T01:02:03Z", string.Join(' ', names));
    }

    [Fact]
    public void A_response_is_written_to_a_file_and_an_error_leaves_the_file_unchanged()
    {
        using var shell = sandbox.ToCluster();
        var path = Path.GetTempFileName();
        try
        {
            Assert.Empty(shell.Get($"Invoke-KubeApi /version -OutFile '{path}'"));
            var written = File.ReadAllText(path);
            Assert.Contains("\"gitVersion\": \"v1.", written, StringComparison.Ordinal);

            shell.Fail($"Invoke-KubeApi /nope -OutFile '{path}'");

            Assert.Equal(written, File.ReadAllText(path));
            Assert.StartsWith(
                "FileNotWritten,", shell.Fail("Invoke-KubeApi /version -OutFile /absent/folder/x").FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void One_command_queries_several_sessions()
    {
        using var shell = sandbox.Shell();
        shell.Get(
            $"$a = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {Guid.NewGuid():n}; $b = Connect-KubeApi sandbox-viewer -KubeConfig "
                + $"$KubeConfig -Name {Guid.NewGuid():n}");

        var result = shell.Run("Invoke-KubeApi /api/v1/namespaces/default -Session $b,$a | ForEach-Object { $_.metadata.name }");

        Assert.Equal("default", Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("Forbidden,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
