namespace KubeApi.Tests.Module;

/// <summary>Get-KubeApiLog, with fake logs.</summary>
public sealed class LogCmdletTests : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Pods = """
        'web-1', 'web-2' | ForEach-Object {
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = $_; namespace = $ns; labels = @{ app = 'web' } }
                spec = @{ containers = @{ name = 'app'; image = 'x' }, @{ name = 'proxy'; image = 'x' } } }
        }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Service'; metadata = @{ name = 'web'; namespace = $ns }
            spec = @{ selector = @{ app = 'web' }; ports = @(@{ port = 80 }) } }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Service'; metadata = @{ name = 'none'; namespace = $ns }
            spec = @{ selector = @{ app = 'none' }; ports = @(@{ port = 80 }) } }
        $PSDefaultParameterValues['*-KubeApi*:Namespace'] = $ns
        """;

    private readonly FakeContainers _containers = new();
    private readonly Interception _interception;
    private readonly ModuleShell _shell;

    public LogCmdletTests(SandboxFixture sandbox)
    {
        _shell = sandbox.InNamespace(inside: true);
        _shell.Get(Pods);
        _interception = new Interception(sandbox.Server, _containers.AnswerAsync);
        _containers.Logs["web-1/app"] = "2026-11-23T18:50:27.1Z one\n2026-11-23T18:50:29Z three\n";
        _containers.Logs["web-1/proxy"] = "2026-11-23T18:50:30Z five\n";
        _containers.Logs["web-2/app"] = "2026-11-23T18:50:28.000000001Z two\r\n2026-11-23T18:50:29.5Z four";
    }

    public void Dispose()
    {
        _interception.Dispose();
        _shell.Dispose();
    }

    [Fact]
    public void Lines_are_strings_with_their_origin_and_time()
    {
        var lines = _shell.Get("Get-KubeApiLog web-1");

        Assert.Equal(["one", "three"], lines.Select(l => l.BaseObject));
        Assert.Equal("web-1 app", $"{lines[0].Properties["Pod"].Value} {lines[0].Properties["Container"].Value}");
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 50, 27, 100, TimeSpan.Zero).LocalDateTime, lines[0].Properties["Timestamp"].Value);
        Assert.Equal(["?container=app&timestamps=true"], _containers.LogQueries);
        Assert.Equal("three", $"{_shell.Get("Get-KubeApiLog web-1 | Select-String th").Single()}");
        Assert.Equal("True", $"{_shell.Get("(Get-KubeApiLog web-1)[0] -is [string] -and (Get-KubeApiLog web-1)[0].Namespace -eq $ns").Single()}");
    }

    [Theory]
    [InlineData("Get-KubeApiLog 403")]
    [InlineData("Get-KubeApiLog 403, 403")]
    [InlineData("403 | Get-KubeApiLog")]
    public void A_number_is_the_name_of_a_pod(string script)
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = '403'; namespace = $ns }
                spec = @{ containers = @(@{ name = 'app'; image = 'x' }) } }
            """);
        _containers.Logs["403/app"] = "2026-11-23T18:50:27.1Z numbered\n";

        Assert.Equal("numbered", _shell.Get(script).Single().BaseObject);
    }

    [Theory]
    [InlineData("pods -LabelSelector app=web", "one,two,three,four")]
    [InlineData("-l app=web", "one,two,three,four")]
    [InlineData("web-1,web-2", "one,two,three,four")]
    [InlineData("web-1 -AllContainers", "one,three,five")]
    [InlineData("web-1 -Container proxy,app", "one,three,five")]
    [InlineData("pod/web-2", "two,four")]
    [InlineData("web-1 -LimitBytes 6", "one,th")]
    [InlineData("web-1 -Since 2026-11-23T18:50:28Z", "three")]
    [InlineData("web-1 -Prefix", "web-1/app: one,web-1/app: three")]
    public void Pods_and_containers_are_selected_and_merged(string arguments, string expected) =>
        Assert.Equal(expected, string.Join(',', _shell.Get($"Get-KubeApiLog {arguments}")));

    // PowerShell parses 1.25s as the number 1 of the type short.
    [Theory]
    [InlineData("1.25s", 2)]
    [InlineData("0.3s", 1)]
    [InlineData("1250ms", 2)]
    [InlineData("90s", 90)]
    [InlineData("1.5d", 129600)]
    public void A_time_span_is_rounded_up_to_whole_seconds(string since, int seconds)
    {
        _shell.Get($"Get-KubeApiLog web-1 -Since {since}");

        Assert.Equal([$"?container=app&sinceSeconds={seconds}&timestamps=true"], _containers.LogQueries);
    }

    [Fact]
    public void A_log_that_the_node_has_removed_is_an_error()
    {
        _containers.Logs["web-1/app"] = "unable to retrieve container logs for containerd://9f";

        var error = _shell.Fail("Get-KubeApiLog web-1 -Previous");

        Assert.StartsWith("LogNotAvailable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(
            "The node cannot read the log of the previous run of web-1/app: unable to retrieve container logs for containerd://9f.",
            error.ErrorDetails.Message);
        Assert.Contains("omit -Previous", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cronjob_stands_for_its_newest_job()
    {
        _shell.Get("""
            $template = @{ spec = @{ restartPolicy = 'Never'; containers = @(@{ name = 'app'; image = 'x' }) } }
            $cron = New-KubeApiObject @{ apiVersion = 'batch/v1'; kind = 'CronJob'; metadata = @{ name = 'tick' }
                spec = @{ suspend = $true; schedule = '0 0 1 1 *'; jobTemplate = @{ spec = @{ template = $template } } } }
            """);
        var error = _shell.Fail("Get-KubeApiLog cronjob/tick");
        _shell.Get("""
            $owner = @{ apiVersion = 'batch/v1'; kind = 'CronJob'; name = 'tick'; uid = $cron.metadata.uid; controller = $true }
            $null = 'tick-1', 'tick-2' | ForEach-Object { New-KubeApiObject @{ apiVersion = 'batch/v1'; kind = 'Job'
                metadata = @{ name = $_; ownerReferences = @($owner) }; spec = @{ template = $template } } }
            """);
        SandboxFixture.Await(_shell, "@(Get-KubeApiObject pods -l job-name=tick-2).Count -eq 1");
        var pod = _shell.Get("(Get-KubeApiObject pods -l job-name=tick-2).Name").Single();
        _containers.Logs[$"{pod}/app"] = "2026-11-23T18:50:27.1Z ticked\n";

        Assert.Equal("CronJob/tick has no job in namespace", error.ToString()[..36]);
        Assert.Equal(["Using the newest job of CronJob/tick: job/tick-2.", "ticked"], _shell.Get("Get-KubeApiLog cronjob/tick 6>&1").Select(l => $"{l}"));
    }

    [Fact]
    public void Objects_and_strings_are_accepted_from_the_pipeline()
    {
        Assert.Equal("one,two,three,four", string.Join(',', _shell.Get("Get-KubeApiObject pods | Get-KubeApiLog")));
        Assert.Equal("one,two,three,four", string.Join(',', _shell.Get("'web-1', 'pod/web-2' | Get-KubeApiLog")));
        Assert.Equal("one,three", string.Join(',', _shell.Get("Get-KubeApiLog (Get-KubeApiObject pod web-1)")));
    }

    [Fact]
    public void A_service_selects_its_newest_ready_pod()
    {
        Assert.Single(_shell.Get("Get-KubeApiLog service/web | ForEach-Object Pod | Sort-Object -Unique"));
        Assert.Single(_shell.Get("Get-KubeApiObject service web | Get-KubeApiLog | ForEach-Object Pod | Sort-Object -Unique"));
    }

    [Theory]
    [InlineData("Get-KubeApiLog service/web")]
    [InlineData("Invoke-KubeApiCommand service/web -- echo x")]
    public void What_was_chosen_is_said(string script)
    {
        // Of the same second, either is the newest.
        Assert.Equal(
            ["Service/web has 2 pods; using the newest ready one: web-*.", "Using the first container, app; -Container names another one: proxy."],
            _shell.Get($"{script} 6>&1 | Where-Object {{ $_ -is [System.Management.Automation.InformationRecord] }}")
                .Select(l => $"{l}".Replace("web-1.", "web-*.", StringComparison.Ordinal).Replace("web-2.", "web-*.", StringComparison.Ordinal)));
        var named = script.Replace("service/web", "web-1 -Container app", StringComparison.Ordinal);
        Assert.Empty(_shell.Get($"{named} 6>&1 | Where-Object {{ $_ -isnot [string] }}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Follow | Select-Object -First 1")]
    public void A_pod_without_a_node_is_a_warning_that_says_why(string arguments)
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'waiting'; namespace = $ns }
                spec = @{ nodeSelector = @{ disk = 'none' }; containers = @(@{ name = 'app'; image = 'x' }) } }
            """);
        SandboxFixture.Await(_shell, "(Get-KubeApiObject pod waiting).status.conditions.reason -contains 'Unschedulable'");

        var lines = _shell.Get($"Get-KubeApiLog waiting 3>&1{arguments}");

        Assert.Matches(@"^The pod 'waiting' has no log yet\. It has no node: Pending \(Unschedulable: .*nodes are available: .*\)\.$", $"{lines.Single()}");
    }

    [Theory]
    [InlineData("-Tail 5 -Previous", "previous=true&tailLines=5")]
    [InlineData("-Since 10m", "sinceSeconds=600")]
    [InlineData("-Since 1h30m", "sinceSeconds=5400")]
    [InlineData("-Since 2d", "sinceSeconds=172800")]
    [InlineData("-Since 90", "sinceSeconds=90")]
    [InlineData("-Since '0.5s'", "sinceSeconds=1")]
    [InlineData("-Since 00:02:00", "sinceSeconds=120")]
    [InlineData("-Since ([timespan]::FromMinutes(2))", "sinceSeconds=120")]
    [InlineData("-Since ([datetime]'2026-11-23T18:50:28Z')", "sinceTime=2026-11-23T18%3A50%3A28Z")]
    public void Options_are_sent(string arguments, string expected)
    {
        _shell.Get($"Get-KubeApiLog web-1 {arguments}");

        Assert.Equal([$"?container=app&{expected}&timestamps=true"], _containers.LogQueries);
    }

    [Theory]
    [InlineData("pods", "InvalidArgument", "'pods' is a resource type")]
    [InlineData("deployments", "InvalidArgument", "'deployments' is a resource type")]
    [InlineData("web-9", "ObjectNotFound", "pods \"web-9\" not found")]
    [InlineData("web-1 -Container ap", "ContainerNotFound", "It has: app, proxy")]
    [InlineData("web-1 -LabelSelector app=web", "ResourceTypeNotFound", "web-1")]
    [InlineData("pod/web-1 -LabelSelector app=web", "InvalidArgument", "cannot be combined with")]
    [InlineData("pods -LabelSelector app=none", "PodNotFound", "app=none")]
    [InlineData("pods -LabelSelector ''", "InvalidArgument", "")]
    [InlineData("service/none", "PodNotFound", "Service/none has no pods")]
    [InlineData("service/absent", "ObjectNotFound", "absent")]
    [InlineData("node/x", "InvalidArgument", "has no pods")]
    [InlineData("configmap/kube-root-ca.crt", "PodNotFound", "selects no pods")]
    [InlineData("web-1 -Follow -Previous", "InvalidArgument", "cannot be combined with")]
    [InlineData("web-1 -AllContainers -Container app", "InvalidArgument", "cannot be combined with")]
    [InlineData("web-1 -Since soon", "InvalidArgument", "")]
    [InlineData("", "InvalidArgument", "Get-KubeApiLog pods -LabelSelector app=web")]
    [InlineData("-LabelSelector app=db", "PodNotFound", "app=db")]
    [InlineData("web-1 --previous", "InvalidArgument", "Use -Previous.")]
    [InlineData("--tail=5 web-1", "InvalidArgument", "Use -Tail 5.")]
    [InlineData("web-1 --all-containers", "InvalidArgument", "Use -AllContainers.")]
    [InlineData("web-1 app", "InvalidArgument", "for a container: -Container")]
    [InlineData("web-1 -Folow", "InvalidArgument", "no parameter '-Folow'")]
    public void An_invalid_target_is_an_error(string arguments, string id, string message)
    {
        var error = _shell.Fail($"Get-KubeApiLog {arguments}");

        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error.ErrorDetails?.Message ?? error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Follow")]
    public void A_page_of_a_load_balancer_is_not_a_log(string option)
    {
        _containers.Logs["web-1/app"] = "<html>please log in</html>\n";

        var error = _shell.Fail("Get-KubeApiLog web-1" + option);

        Assert.StartsWith("InvalidAnswer,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("The server returned text/html instead of the log of web-1/app.", error.ErrorDetails.Message);
    }

    [Fact]
    public void The_name_of_a_workload_is_recognized()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'apps/v1'; kind = 'StatefulSet'; metadata = @{ name = 'db'; namespace = $ns }
                spec = @{ replicas = 0; serviceName = 'db'; selector = @{ matchLabels = @{ app = 'db' } }
                    template = @{ metadata = @{ labels = @{ app = 'db' } }; spec = @{ containers = @(@{ name = 'app'; image = 'x' }) } } } }
            """);

        Assert.Equal("For its newest ready pod: statefulset/db.", _shell.Fail("Get-KubeApiLog db").ErrorDetails.RecommendedAction);
        Assert.Equal("For its newest ready pod: statefulset/db.", _shell.Fail("Invoke-KubeApiCommand db -c app -- ls").ErrorDetails.RecommendedAction);
        Assert.Empty(_shell.Fail("Get-KubeApiLog other").ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Objects_carry_their_session_and_an_empty_pipeline_is_no_error()
    {
        Assert.Empty(_shell.Get("@() | Get-KubeApiLog"));
        _shell.Get("$pods = Get-KubeApiObject pods");
        using var other = new ModuleShell(("pods", _shell.Get("$pods").ToArray()));

        Assert.Equal("one,two,three,four", string.Join(',', other.Get("$pods | Get-KubeApiLog")));
    }

    [Fact]
    public void A_failing_target_does_not_stop_the_others()
    {
        var result = _shell.Run("Get-KubeApiLog web-9,web-2");

        Assert.Equal("two,four", string.Join(',', result.Output));
        Assert.Single(result.Errors);
    }
}
