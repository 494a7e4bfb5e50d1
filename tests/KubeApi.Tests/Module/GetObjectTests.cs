using System.Collections.Specialized;
using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

public sealed class GetObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private ModuleShell ShellWithMaps(bool inside = false)
    {
        var shell = sandbox.InNamespace(inside);
        shell.Get("""
            function New-Map($Name, $Labels = @{}, $Data = @{ color = 'blue' }) {
                Invoke-KubeApi POST /api/v1/namespaces/$ns/configmaps -Body @{ metadata = @{ name = $Name; labels = $Labels }; data = $Data }
            }
            1..5 | ForEach-Object { $null = New-Map "map-$_" @{ odd = "$($_ % 2)"; app = 'web' } }
            """);
        return shell;
    }

    [Theory]
    [InlineData("pods", "status.reason", "pods can be selected by metadata.name, metadata.namespace, spec.nodeName,")]
    [InlineData("nodes", "spec.podCIDR", "nodes can be selected by metadata.name, spec.unschedulable")]
    [InlineData("jobs", "status.failed", "jobs.batch can be selected by metadata.name, metadata.namespace, status.successful")]
    public void A_field_that_cannot_be_selected_is_refused_with_the_selectable_fields(string type, string field, string expected)
    {
        using var shell = sandbox.ToCluster();

        var error = shell.Fail($"Get-KubeApiObject {type} -FieldSelector {field}=x");

        Assert.StartsWith("BadRequest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"field label not supported: {field}. {expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configmaps -n $ns", "kube-root-ca.crt map-1 map-2 map-3 map-4 map-5")]
    [InlineData("cm map-2 -n $ns", "map-2")]
    [InlineData("cm/map-2 -n $ns", "map-2")]
    [InlineData("ConfigMap map-2,map-4 -n $ns", "map-2 map-4")]
    [InlineData("configmaps *-[12] -n $ns", "map-1 map-2")]
    [InlineData("configmaps MAP-1*,map-3 -n $ns", "map-3 map-1")]
    [InlineData("configmaps -LiteralName map-1 -n $ns", "map-1")]
    [InlineData("configmaps -l odd=1 -n $ns", "map-1 map-3 map-5")]
    [InlineData("configmaps -l 'odd notin (1),app' -n $ns", "map-2 map-4")]
    [InlineData("configmaps -l odd=0,app -n $ns", "map-2 map-4")]
    [InlineData("configmaps -l @{ odd = '0'; app = 'web','db' } -n $ns", "map-2 map-4")]
    [InlineData("configmaps -FieldSelector metadata.name=map-5 -n $ns", "map-5")]
    [InlineData("configmaps -FieldSelector @{ 'metadata.name' = 'map-5' } -n $ns", "map-5")]
    [InlineData("configmaps -FieldSelector @{ 'metadata.name' = 'map-5'; 'metadata.namespace' = $ns } -n $ns", "map-5")]
    [InlineData("configmaps -FieldSelector metadata.name=map-5,metadata.namespace=$ns -n $ns", "map-5")]
    [InlineData("configmaps -FieldSelector @{ 'metadata.name' = 'map,5=' } -n $ns", "")]
    [InlineData("configmaps map-5 -n $ns -PageSize 1", "map-5")]
    [InlineData("configmaps -PageSize 2 -n $ns -l app", "map-1 map-2 map-3 map-4 map-5")]
    [InlineData("configmaps -PageSize 0 -n $ns -l app", "map-1 map-2 map-3 map-4 map-5")]
    [InlineData("configmaps -n $ns,kube-system -l app", "map-1 map-2 map-3 map-4 map-5")]
    [InlineData("serviceaccounts,configmaps -n $ns -l '!app'", "default kube-root-ca.crt")]
    public void Objects_by_type_name_and_selector(string arguments, string expected)
    {
        using var shell = ShellWithMaps();

        // A cluster may put more into each namespace, such as its CA.
        var names = shell.Get($"Get-KubeApiObject {arguments} | ForEach-Object {{ $_.metadata.name }}").Select(n => n.ToString()).Where(
            n => n is "default" or "kube-root-ca.crt" || n.StartsWith("map-", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(' ', names));
    }

    [Theory]
    [InlineData("Get-KubeApiObject serviceaccounts,configmaps -n $ns -l '!app'", true)]
    [InlineData("Get-KubeApiObject clusterrole/cluster-admin,ns/default", true)]
    [InlineData("'cm/map-1' | Get-KubeApiObject -n $ns | Get-KubeApiObject", true)]
    [InlineData("Get-KubeApiObject cm/map-1,cm/map-2 -n $ns", false)]
    [InlineData("Get-KubeApiObject cm map-1 -n $ns | Get-KubeApiObject", false)]
    public void Several_types_share_one_view(string script, bool isShared)
    {
        using var shell = ShellWithMaps();

        Assert.All(shell.Get(script), o => Assert.Equal(isShared, o.TypeNames[0] == "KubeApi.Object.OfType"));
    }

    [Fact]
    public void Names_come_through_the_pipeline()
    {
        using var shell = ShellWithMaps();

        Assert.Equal("map-3 map-1", string.Join(' ', shell.Get("'map-3','map-1' | Get-KubeApiObject cm -n $ns | ForEach-Object { $_.metadata.name }")));
    }

    [Theory]
    [InlineData("'cm/map-3','configmap/map-1' | Get-KubeApiObject -n $ns", "map-3 map-1")]
    [InlineData("Get-KubeApiObject -InputObject cm/map-2 -n $ns", "map-2")]
    [InlineData("@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'map-4' } } | Get-KubeApiObject -n $ns", "map-4")]
    [InlineData("Get-KubeApiObject cm map-5 -n $ns | Get-KubeApiObject -n $ns", "map-5")]
    public void Types_with_names_come_through_the_pipeline(string script, string expected)
    {
        using var shell = ShellWithMaps();

        Assert.Equal(expected, string.Join(' ', shell.Get($"{script} | ForEach-Object {{ $_.metadata.name }}")));
    }

    [Theory]
    [InlineData("'map-1' | Get-KubeApiObject -n $ns", "NotAnObject", "TYPE/NAME")]
    [InlineData("Get-KubeApiObject cm map-1 -n $ns | Get-KubeApiObject -n other", "InvalidArgument", "but -Namespace is 'other'")]
    [InlineData(
        "@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'map-4' } } | Get-KubeApiObject -n a, b", "InvalidArgument",
        "Use one value for -Namespace")]
    public void Incomplete_or_contradictory_pipeline_input_is_an_error(string script, string id, string text)
    {
        using var shell = ShellWithMaps();

        var error = shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exact_name_in_all_namespaces_becomes_a_field_selector()
    {
        using var shell = ShellWithMaps(inside: true);

        Assert.Equal("map-1", shell.Get("(Get-KubeApiObject cm map-1 -A).metadata.name | ForEach-Object { $_ }")[0].BaseObject);
        Assert.StartsWith("ObjectNotFound,", shell.Fail("Get-KubeApiObject cm map-77 -A").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(sandbox.Server.Requests, r => r.PathAndQuery.Contains("fieldSelector=metadata.name%3Dmap-77", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_object_is_one_error_and_the_others_are_returned()
    {
        using var shell = ShellWithMaps();

        var result = shell.Run("Get-KubeApiObject cm map-1,absent,map-2 -n $ns | ForEach-Object { $_.metadata.name }");

        Assert.Equal("map-1 map-2", string.Join(' ', result.Output));
        var error = Assert.Single(result.Errors);
        Assert.Equal(("ObjectNotFound", "absent"), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
    }

    [Theory]
    [InlineData("-FieldSelector @{ 'metadata.name' = 'a', 'b' }", "The field 'metadata.name' has several values")]
    [InlineData("-FieldSelector @{ 'metadata.name' = $null }", "The field 'metadata.name' has no value")]
    [InlineData("-FieldSelector @{ 'metadata.name' = @{} }", "The value of the field 'metadata.name' is a hashtable")]
    [InlineData("-FieldSelector @{ '' = 'a' }", "A key of the field selector is empty")]
    [InlineData("-LabelSelector @{ app = @{} }", "The value of the label 'app' is a hashtable")]
    [InlineData("-FieldSelector ''", "The field selector is empty")]
    public void An_ambiguous_selector_is_refused(string selector, string text)
    {
        using var shell = sandbox.Connected();

        Assert.Contains(text, shell.Fail($"Get-KubeApiObject cm {selector}").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm .. -n $ns", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm 'a%2Fb' -n $ns", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm .. -A", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm -n ../kube-system", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm -n 'kube-*'", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm map-1 -l app=web -n $ns", "InvalidArgument")]
    [InlineData("Get-KubeApiObject cm -l '===' -n $ns", "BadRequest")]
    [InlineData("Get-KubeApiObject cm -FieldSelector data.color=red -n $ns", "BadRequest")]
    public void Bad_input_is_refused_clearly(string script, string id)
    {
        using var shell = ShellWithMaps();

        Assert.StartsWith(id + ",", shell.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_object_equals_the_JSON_of_the_API()
    {
        using var shell = ShellWithMaps();

        var map = shell.Get("$null = New-Map full @{} @{ a = 'b' }; Get-KubeApiObject cm full -n $ns").Single();

        Assert.Equal(["KubeApi.Object#v1/ConfigMap", "KubeApi.Object"], map.TypeNames.Take(2));
        Assert.Equal("apiVersion kind metadata data", string.Join(' ', map.Properties.Select(p => p.Name)));
        Assert.DoesNotContain("managedFields", map.Properties["metadata"].Value.ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_of_a_list_get_apiVersion_and_kind()
    {
        using var shell = ShellWithMaps();

        Assert.Equal("v1 ConfigMap", shell.Get("Get-KubeApiObject cm map-1* -n $ns | ForEach-Object { \"$($_.apiVersion) $($_.kind)\" }").Single().BaseObject);
    }

    [Fact]
    public void Empty_keys_and_keys_that_differ_only_in_case_are_kept()
    {
        using var shell = ShellWithMaps();
        shell.Get(
            "$null = Invoke-KubeApi POST /api/v1/namespaces/$ns/configmaps -Body "
                + "'{\"metadata\":{\"name\":\"odd\",\"annotations\":{\"Key\":\"1\",\"key\":\"2\"}}}'");

        var annotations = shell.Get("(Get-KubeApiObject cm odd -n $ns).metadata.annotations | ForEach-Object { , $_ }").Single();

        Assert.Equal("1 2", string.Join(' ', ((OrderedDictionary)annotations.BaseObject).Values.Cast<string>()));
    }

    [Fact]
    public void A_returned_object_can_be_changed_and_written_back()
    {
        using var shell = ShellWithMaps();
        shell.Get("$null = New-Map settings @{} @{ colour = 'blue' }");

        var written = shell.Get("""
            $map = Get-KubeApiObject cm settings -n $ns
            $map.data.colour = 'red'
            Invoke-KubeApi PUT /api/v1/namespaces/$ns/configmaps/settings -Body $map | ForEach-Object { $_.data.colour }
            """);

        Assert.Equal("red", written.Single().BaseObject);
    }

    [Fact]
    public void A_future_resource_version_is_an_error_without_a_retry()
    {
        using var shell = ShellWithMaps(inside: true);
        sandbox.Server.ClearRequests();

        var error = shell.Fail("Get-KubeApiObject configmaps -n $ns -ResourceVersion 999999999");

        Assert.StartsWith("Timeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Too large resource version: 999999999", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("omit -ResourceVersion", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(sandbox.Server.Requests, r => r.PathAndQuery.Contains("resourceVersion=999999999", StringComparison.Ordinal));
    }

    [Fact]
    public void Taking_only_the_first_object_ends_the_request()
    {
        using var shell = ShellWithMaps(inside: true);
        sandbox.Server.ClearRequests();

        // Without Select-Object, which is not part of the bare engine: a StopUpstreamCommandsException is what it throws.
        shell.Run("foreach ($o in Get-KubeApiObject cm -n $ns -PageSize 1) { $o; break }");
        shell.Run("Get-KubeApiObject cm -n $ns -PageSize 1 | ForEach-Object { throw 'stop' }");

        Assert.True(SpinWait.SpinUntil(() => sandbox.Server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_item_is_written_before_the_next_one_is_sent()
    {
        await using var server = await SandboxServer.StartAsync();
        var goOn = new TaskCompletionSource();
        server.Intercept = async context =>
        {
            if (context.Request.Path != "/api/v1/pods")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"first"}}""");
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync(""",{"metadata":{"name":"second"}}]}""");
            return true;
        };
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath), ("GoOn", (Action)(() => goOn.TrySetResult())));

        var names = shell.Get($$"""
            $null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{{Guid.NewGuid():n}}'
            Get-KubeApiObject pods -A | ForEach-Object { $_.metadata.name; $GoOn.Invoke() }
            """);

        Assert.Equal("first second", string.Join(' ', names));
    }

    [Fact]
    public async Task Stopping_the_pipeline_ends_the_request_at_once()
    {
        await using var server = await SandboxServer.StartAsync();
        var asked = new TaskCompletionSource();
        server.Intercept = async context =>
        {
            if (context.Request.Path != "/api/v1/pods")
            {
                return false;
            }

            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");
        var running = Task.Run(() => shell.Run("Get-KubeApiObject pods -A"));
        await asked.Task;

        shell.Stop();

        var result = await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(result.Output);
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_expired_list_continues_with_the_fresh_token_and_a_warning()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            if (!context.Request.Query.TryGetValue("continue", out var token) || token == "fresh")
            {
                context.Request.QueryString = new QueryString("?limit=500&includeObject=Object");
                return false;
            }

            context.Response.StatusCode = 410;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """{"kind":"Status","metadata":{"continue":"fresh"},"status":"Failure","message":"too old","reason":"Expired","code":410}""");
            return true;
        };
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");
        var pages = 0;
        var fall = server.Intercept;
        server.Intercept = async context =>
        {
            if (context.Request.Path == "/api/v1/namespaces" && pages++ == 0)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"metadata":{"continue":"stale"},"items":[{"metadata":{"name":"first"}}]}""");
                return true;
            }

            return await fall(context);
        };

        var result = shell.Run("Get-KubeApiObject namespaces | ForEach-Object { $_.metadata.name }");

        Assert.Equal("first default kube-node-lease kube-public kube-system", string.Join(' ', result.Output));
        Assert.Contains("later state", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_expires_without_a_token_ends_without_duplicates()
    {
        await using var server = await SandboxServer.StartAsync();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");
        server.Intercept = async context =>
        {
            var isFirst = !context.Request.Query.ContainsKey("continue");
            context.Response.StatusCode = isFirst ? 200 : 410;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(isFirst
                ? """{"metadata":{"continue":"stale"},"items":[{"metadata":{"name":"first"}},{"metadata":{"name":"second"}}]}"""
                : """{"kind":"Status","metadata":{},"status":"Failure","message":"too old","reason":"Expired","code":410}""");
            return true;
        };
        server.ClearRequests();

        var result = shell.Run("Get-KubeApiObject namespaces | ForEach-Object { $_.metadata.name }");

        Assert.Equal("first second", string.Join(' ', result.Output));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("Expired,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("expired after 2 objects", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-PageSize", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_expired_version_is_not_requested_again()
    {
        await using var server = await SandboxServer.StartAsync();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiObject namespaces");
        server.ExpireHistory();
        server.ClearRequests();

        Assert.StartsWith(
            "Expired,", shell.Fail("Get-KubeApiObject namespaces -ResourceVersion 1 -ResourceVersionMatch Exact").FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Verbose_shows_each_request_and_a_warning_is_shown_once()
    {
        using var shell = sandbox.Connected();
        shell.Get("$null = Get-KubeApiGroup");

        var result = shell.Run("$null = Get-KubeApiObject componentstatuses -Verbose; $null = Get-KubeApiObject pods -A -Verbose");

        Assert.Equal(2, result.Verbose.Count);
        Assert.Matches(
            @"^GET https://127\.0\.0\.1:\d+/api/v1/componentstatuses\?limit=500&includeObject=Object 200 in \d+ ms \(audit id [-0-9a-f]{36}\)$",
            result.Verbose[0]);
        Assert.Contains("deprecated", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subresource_is_read_by_name()
    {
        using var shell = ShellWithMaps();
        shell.Get(
            "$null = Invoke-KubeApi POST /apis/apps/v1/namespaces/$ns/deployments -Body @{ metadata = @{ name = 'web' }; spec = @{ replicas = 3; selector = "
                + "@{ matchLabels = @{ a = 'b' } }; template = @{ metadata = @{ labels = @{ a = 'b' } }; spec = @{ containers = @(@{ name = 'c'; image = 'i' "
                + "}) } } } }");

        Assert.Equal(
            "Scale 3",
            shell.Get("Get-KubeApiObject deployment web -n $ns -Subresource scale | ForEach-Object { \"$($_.kind) $($_.spec.replicas)\" }")
                .Single().BaseObject);
        Assert.Contains(
            "scale, status", shell.Fail("Get-KubeApiObject deployment web -n $ns -Subresource scael").ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "InvalidArgument,", shell.Fail("Get-KubeApiObject deployments -n $ns -Subresource scale").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_version_can_be_requested()
    {
        using var shell = ShellWithMaps();

        var names = shell.Get("""
            $before = (Invoke-KubeApi "/api/v1/namespaces/$ns/configmaps?limit=1").metadata.resourceVersion
            $null = New-Map late @{ app = 'web' }
            Get-KubeApiObject cm -n $ns -l app -ResourceVersion $before -ResourceVersionMatch exact -PageSize 2 | ForEach-Object { $_.metadata.name }
            """);

        Assert.Equal("map-1 map-2 map-3 map-4 map-5", string.Join(' ', names));
    }

    [Fact]
    public void ResourceVersionMatch_applies_to_lists_and_is_refused_with_a_name()
    {
        using var shell = ShellWithMaps(inside: true);
        sandbox.Server.ClearRequests();

        var result = shell.Run("Get-KubeApiObject cm map-1,map-2 -n $ns -ResourceVersion 1 -ResourceVersionMatch NotOlderThan");
        var everywhere = shell.Get("Get-KubeApiObject cm map-1 -A -ResourceVersion 1 -ResourceVersionMatch NotOlderThan | ForEach-Object { $_.metadata.name }");

        Assert.Empty(result.Output);
        Assert.Equal(["map-1", "map-2"], result.Errors.Select(e => e.TargetObject));
        Assert.All(result.Errors, e => Assert.StartsWith("InvalidArgument,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("field selector metadata.name=map-1", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("map-1", everywhere.Select(n => n.ToString()));
        Assert.EndsWith(
            "&resourceVersion=1&resourceVersionMatch=NotOlderThan&includeObject=Object",
            Assert.Single(sandbox.Server.Requests, r => r.PathAndQuery.Contains("/configmaps", StringComparison.Ordinal)).PathAndQuery,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_object_of_an_endless_list_takes_two_requests_and_leaves_no_open_stream()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 20_000 });
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");
        server.ClearRequests();

        // Like Select-Object -First, in the bare engine.
        shell.Get("foreach ($once in 1) { Get-KubeApiObject pods -A | ForEach-Object { $_.metadata.name; break } }");

        Assert.InRange(server.Requests.Count, 1, 2);
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
        Assert.InRange(server.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task Ctrl_C_in_a_long_list_sends_no_more_requests_and_leaves_no_open_stream()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 3_000 });
        using var first = new ManualResetEventSlim();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath), ("First", first));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");
        server.ClearRequests();
        // The rest of the first page and the whole second page are still pending.
        server.Lists = new KubeApi.Sandbox.Flow.ListFlow { HoldAfter = 20 };
        var running = Task.Run(() => shell.Run("Get-KubeApiObject pods -A | ForEach-Object { $First.Set() }"));
        Assert.True(first.Wait(TimeSpan.FromSeconds(30)));

        shell.Stop();
        await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
        Assert.InRange(server.Requests.Count, 1, 2);
    }

    [Theory]
    [InlineData("cm map-1* -n $ns")]
    [InlineData("cm map-1 -n $ns")]
    public void Metadata_only_objects_have_no_other_fields_and_keep_their_origin(string arguments)
    {
        using var shell = ShellWithMaps();

        var o = shell.Get($"$o = Get-KubeApiObject {arguments} -MetadataOnly; $o").Single();

        Assert.Equal("apiVersion kind metadata", string.Join(' ', o.Properties.Select(p => p.Name)));
        Assert.Equal("PartialObjectMetadata", o.Properties["kind"].Value);
        Assert.Equal("ConfigMap map-1", shell.Get("$o | Get-KubeApiObject | ForEach-Object { \"$($_.kind) $($_.metadata.name)\" }").Single().BaseObject);
    }

    [Fact]
    public async Task A_slow_pipeline_does_not_lose_the_rest_of_a_page()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 2_000 });
        var sent = 0;
        server.Intercept = context =>
        {
            // Like the API server after its request time-out: the rest of the response is lost.
            _ = Task.Delay(TimeSpan.FromSeconds(6)).ContinueWith(_ => context.Abort(), TaskScheduler.Default);
            sent++;
            return Task.FromResult(false);
        };
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiGroup");

        var names = shell.Get(
            "$n = 0; Get-KubeApiObject pods -A -PageSize 1500 | ForEach-Object { if ($n -eq 1) { [Threading.Thread]::Sleep(8000) }; $n++ }; $n");

        Assert.Equal(2000, names.Single().BaseObject);
    }

    [Fact]
    public void Objects_are_accepted_as_names_and_other_values_are_refused()
    {
        using var shell = ShellWithMaps();

        Assert.Equal(
            "map-1", shell.Get("Get-KubeApiObject cm map-1 -n $ns | Get-KubeApiObject cm -n $ns | ForEach-Object { $_.metadata.name }").Single().BaseObject);
        Assert.Contains("A name is required", shell.Fail("Get-KubeApiSession -Current | Get-KubeApiObject cm").Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("InvalidArgument,", shell.Fail("Get-KubeApiObject cm 'map[1'").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InvalidArgument,", shell.Fail("Get-KubeApiObject all map-1").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_with_copied_properties_keeps_its_origin()
    {
        using var shell = ShellWithMaps();

        // Like Select-Object *, in the bare engine.
        var o = shell.Get("Get-KubeApiObject cm map-1 -n $ns").Single();
        var copy = new System.Management.Automation.PSObject();
        foreach (var property in o.Properties)
        {
            copy.Properties.Add(new System.Management.Automation.PSNoteProperty(property.Name, property.Value));
        }

        Assert.NotNull(KubeApi.Output.ObjectOrigin.Of(copy));
    }

    [Fact]
    public void A_response_that_is_not_an_object_does_not_have_the_view_of_objects()
    {
        using var shell = sandbox.Connected();

        Assert.DoesNotContain("KubeApi.Object", shell.Get("Invoke-KubeApi /api/v1/namespaces").Single().TypeNames);
        Assert.Contains("KubeApi.Object", shell.Get("Invoke-KubeApi /api/v1/namespaces/default").Single().TypeNames);
    }

    [Theory]
    [InlineData("{\"metadata\":{\"name\":tru}}")]
    [InlineData("null")]
    [InlineData("DEEP")]
    public async Task A_malformed_item_is_reported_with_its_position_and_the_others_are_returned(string broken)
    {
        broken = broken == "DEEP" ? "{\"a\":" + new string('[', 600) + new string(']', 600) + "}" : broken;
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            if (context.Request.Path != "/api/v1/pods")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"items\":[{\"metadata\":{\"name\":\"first\"}}," + broken + ",{\"metadata\":{\"name\":\"third\"}}]}");
            return true;
        };
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));

        var result = shell.Run(
            $"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; Get-KubeApiObject pods -A | ForEach-Object {{ $_.metadata.name }}");

        Assert.Equal("first third", string.Join(' ', result.Output));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("InvalidAnswer,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Item 2 ", error.ErrorDetails.Message, StringComparison.Ordinal);
    }
}
