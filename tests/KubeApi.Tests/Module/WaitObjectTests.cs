using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KubeApi.Tests.Module;

/// <summary>Wait-KubeApiObject, and -Wait of the cmdlets that write, against a server. No controller changes the states of these objects.</summary>
public sealed class WaitObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Wait-KubeApiObject cm here -n $ns", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm/here -n $ns -For Exists", "ConfigMap/here")]
    [InlineData("Get-KubeApiObject cm here -n $ns | Wait-KubeApiObject", "ConfigMap/here")]
    [InlineData("'cm/here', 'cm/there' | Wait-KubeApiObject -n $ns", "ConfigMap/here ConfigMap/there")]
    [InlineData("Wait-KubeApiObject cm here -n $ns -Timeout 49d", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm here, 'th*' -n $ns", "ConfigMap/here ConfigMap/there")]
    [InlineData("Wait-KubeApiObject cm -l app=a -n $ns", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm -l ns=$ns -A", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm here -n $ns -For 'data.x=1'", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm here -n $ns -For { $_.data.x -eq 1 }, Ready", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm here -n $ns -For Condition=Never, { $_.data.x -eq 1 } -Any", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject cm here -n $ns -Timeout 1d1m30.5s", "ConfigMap/here")]
    [InlineData("Wait-KubeApiObject job broken -n $ns -For 'jsonpath={.status.conditions[?(@.type==\"Failed\")].status}=True'", "Job/broken")]
    [InlineData("Wait-KubeApiObject ns $ns", "Namespace/$ns")]
    [InlineData("Wait-KubeApiObject cm none -n $ns -For Deleted", "")]
    [InlineData("Wait-KubeApiObject cm -l app=none -n $ns -For Deleted", "")]
    [InlineData("Wait-KubeApiObject cm none -n no-such-namespace -For Deleted", "")]
    public void A_condition_that_is_met_already_returns_at_once(string script, string expected)
    {
        var began = DateTime.UtcNow;

        Assert.Equal(Text($"\"{expected}\""), Text($"\"$({script} | Sort-Object Name)\""));
        // The time-out is 60 seconds.
        Assert.InRange(DateTime.UtcNow - began, TimeSpan.Zero, TimeSpan.FromSeconds(50));
    }

    [Theory]
    [InlineData("Wait-KubeApiObject cm here -n $ns -For { Write-Warning \"checked $($_.Name)\"; $true }")]
    [InlineData("Watch-KubeApiObject cm here -n $ns -Until { Write-Warning \"checked $($_.Name)\"; $true } -Timeout 60")]
    public void Warnings_of_a_script_block_are_those_of_the_command(string script)
    {
        Assert.Equal(["checked here"], _shell.Run(script).Warnings);
        Assert.Equal("checked here", Text($"$null = {script} -WarningVariable found 3> $null; \"$found\""));
        Assert.Equal("checked here", Text($"{script} 3>&1 | Where-Object {{ $_ -is [Management.Automation.WarningRecord] }}"));
        Assert.Empty(_shell.Run($"{script} -WarningAction SilentlyContinue").Warnings);
    }

    [Fact]
    public async Task An_object_is_written_when_its_condition_is_met()
    {
        var change = Later("SetShop corner Ready False Building; SetShop corner Ready True Done");

        var result = _shell.Run("NewShop corner; SetShop corner Ready False Waiting; Wait-KubeApiObject shops.$ns.example corner -n $ns -Timeout 60");

        await change;
        Assert.Empty(result.Errors);
        Assert.Equal("Done", Assert.Single(result.Output).Properties["status"].Value is PSObject status ? Reason(status) : "");
    }

    [Theory]
    [InlineData("Wait-KubeApiObject cm later -n $ns -Timeout 60", "$null = NewMap later")]
    [InlineData("Wait-KubeApiObject cm -l when=later -n $ns -Timeout 60", "$null = NewMap later")]
    [InlineData("Wait-KubeApiObject cm later -n $ns -For Exists, data.x=1 -Timeout 60", "$null = NewMap later")]
    public async Task An_object_may_be_created_later(string wait, string change)
    {
        var creation = Later(change);

        Assert.Equal("later", Text($"({wait}).metadata.name"));
        await creation;
    }

    [Theory]
    [InlineData("Wait-KubeApiObject cm gone -n $ns -For Deleted -Timeout 60")]
    [InlineData("Get-KubeApiObject cm gone -n $ns | Wait-KubeApiObject -For Deleted -Timeout 60")]
    [InlineData("Wait-KubeApiObject cm -l when=later -n $ns -For Deleted -Timeout 60")]
    public async Task A_deletion_refers_to_the_UID_of_the_existing_object(string wait)
    {
        _shell.Get("$gone = NewMap gone; $null = Update-KubeApiObject cm gone @{ metadata = @{ labels = @{ when = 'later' } } } -n $ns");
        var deletion = Later("Remove-KubeApiObject cm gone -n $ns; $null = NewMap gone");

        Assert.Equal("True", Text($"({wait}).metadata.uid -eq $gone.metadata.uid"));
        await deletion;
    }

    [Fact]
    public void A_successor_is_not_the_piped_object()
    {
        _shell.Get("$old = NewMap same; Remove-KubeApiObject cm same -n $ns; $null = NewMap same");

        _shell.Get("$old | Wait-KubeApiObject -For Deleted");

        foreach (var condition in new[] { "Ready", "Exists" })
        {
            var error = _shell.Fail($"$old | Wait-KubeApiObject -For {condition}");
            Assert.StartsWith("WaitFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("another object now has its name", error.ErrorDetails.Message, StringComparison.Ordinal);
        }

        _shell.Get("Remove-KubeApiObject cm same -n $ns");
        foreach (var condition in new[] { "Ready", "Exists", "{ $true }" })
        {
            var error = _shell.Fail($"$old | Wait-KubeApiObject -For {condition}");
            Assert.StartsWith("WaitFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.EndsWith("Deleted: it was deleted", error.ErrorDetails.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "Wait-KubeApiObject cm none -n $ns -Timeout 0", "WaitTimeout", "OperationTimeout",
        "ConfigMap/none * is not ready: NotFound: it does not exist")]
    [InlineData("Wait-KubeApiObject cm none -n $ns -For Exists -Timeout 0", "WaitTimeout", "OperationTimeout", "ConfigMap/none * does not exist: *")]
    [InlineData(
        "Wait-KubeApiObject cm none -n $ns -For Exists -Timeout 1.25s", "WaitTimeout", "OperationTimeout",
        "ConfigMap/none * does not exist after 1.25 seconds: *")]
    [InlineData(
        "Wait-KubeApiObject cm here -n $ns -For Deleted -Timeout 2", "WaitTimeout", "OperationTimeout",
        "* is not deleted after 2 seconds: it exists, *")]
    [InlineData(
        "Wait-KubeApiObject cm -l app=none -n $ns -Timeout 0", "WaitTimeout", "OperationTimeout",
        "Nothing to wait for: no configmaps in namespace '*' have the labels 'app=none'.")]
    [InlineData(
        "Wait-KubeApiObject cm no*, none* -n $ns -Timeout 0", "WaitTimeout", "OperationTimeout",
        "Nothing to wait for: no configmaps in namespace '*' match 'no`*' or 'none`*'.")]
    [InlineData(
        "Wait-KubeApiObject pod stuck -n $ns -For Condition=Ready -Timeout 0", "WaitTimeout", "OperationTimeout",
        "Pod/stuck * does not meet 'Condition=Ready': *")]
    [InlineData(
        "Wait-KubeApiObject pod stuck -n $ns -For status.phase=Running, { $false } -Timeout 0", "WaitTimeout", "OperationTimeout",
        "* does not meet 'status.phase=Running and { $false }': *the script block did not return true*")]
    [InlineData("Wait-KubeApiObject cm none -n no-such-namespace", "NamespaceNotFound", "ObjectNotFound", "*no-such-namespace*")]
    [InlineData("Wait-KubeApiObject cm -n no-such-namespace", "NamespaceNotFound", "ObjectNotFound", "*no-such-namespace*")]
    [InlineData("Wait-KubeApiObject cm none -n no-such-namespace -For Exists -Timeout 0", "WaitTimeout", "OperationTimeout", "* does not exist: *")]
    [InlineData("Wait-KubeApiObject cm none -n no-such-namespace -NoFailFast -Timeout 0", "WaitTimeout", "OperationTimeout", "* is not ready: *")]
    [InlineData("Wait-KubeApiObject podz x", "ResourceTypeNotFound", "ObjectNotFound", "*podz*")]
    [InlineData("Wait-KubeApiObject cm .. -n $ns -For Deleted", "InvalidArgument", "InvalidArgument", "The name '..' is a dot segment*")]
    [InlineData("Wait-KubeApiObject cm/a/b -n $ns -For Exists", "InvalidArgument", "InvalidArgument", "The name 'a/b' contains a '/'*")]
    [InlineData("Watch-KubeApiObject cm a%b -n $ns", "InvalidArgument", "InvalidArgument", "The name 'a%b' contains a '%'*")]
    [InlineData("Wait-KubeApiObject cm -l '' -n $ns", "InvalidArgument", "InvalidArgument", "The selector is empty*")]
    [InlineData("Wait-KubeApiObject cm x -l app=a", "InvalidArgument", "InvalidArgument", "A name cannot be combined*")]
    [InlineData("Wait-KubeApiObject job broken -n $ns", "WaitFailed", "InvalidResult", "Job/broken * will not become ready: BackoffLimitExceeded: too many*")]
    [InlineData("Wait-KubeApiObject job broken -n $ns -For Condition=Complete", "WaitFailed", "InvalidResult", "* will not meet 'Condition=Complete': *")]
    [InlineData("Wait-KubeApiObject job broken -n $ns -NoFailFast -Timeout 0", "WaitTimeout", "OperationTimeout", "* is not ready: BackoffLimitExceeded: *")]
    public void A_failed_wait_has_a_reason(string script, string id, string category, string message)
    {
        var error = _shell.Fail(script);

        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
        Assert.True(new WildcardPattern(message).IsMatch(error.ErrorDetails.Message), error.ErrorDetails.Message);
    }

    [Fact]
    public void A_misspelled_name_has_a_suggestion_instead_of_a_longer_timeout() =>
        Assert.Equal("Did you mean 'here'?", _shell.Fail("Wait-KubeApiObject cm hree -n $ns -Timeout 0").ErrorDetails.RecommendedAction);

    [Fact]
    public void A_pod_that_does_not_start_is_explained_by_its_containers_and_events()
    {
        _shell.Get("""
            $null = Update-KubeApiObject pod stuck -n $ns -Subresource status -Type Merge @{ status = @{ phase = 'Pending'; containerStatuses = @(@{
                name = 'main'; image = 'x'; imageID = ''; ready = $false; restartCount = 0
                state = @{ waiting = @{ reason = 'ImagePullBackOff'; message = 'Back-off pulling image "x"' } } }) } }
            $pod = Get-KubeApiObject pod stuck -n $ns
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Event'; metadata = @{ name = 'stuck.1'; namespace = $ns }; type = 'Warning'; reason = 'Failed'
                message = 'no such image'; involvedObject = @{ kind = 'Pod'; name = 'stuck'; namespace = $ns; uid = $pod.metadata.uid } }
            """);

        var error = _shell.Fail("$pod | Wait-KubeApiObject -Timeout 0");

        Assert.Equal(
            ["main: ImagePullBackOff: Back-off pulling image \"x\"", "warning: Pod/stuck: Failed: no such image"],
            error.ErrorDetails.Message.Split('\n')[1..].Select(l => l.Trim()));
        Assert.StartsWith("Check the name and tag of the image", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("stuck", ((PSObject)error.TargetObject).Properties["metadata"].Value is PSObject metadata ? metadata.Properties["name"].Value : "");
    }

    [Fact]
    public async Task A_deleted_object_fails_the_wait_for_readiness()
    {
        var deletion = Later("Remove-KubeApiObject pod stuck -n $ns -GracePeriod 0 -Force");

        var error = _shell.Fail("Wait-KubeApiObject pod stuck -n $ns -Timeout 60");

        await deletion;
        Assert.StartsWith("WaitFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("deleted", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_object_is_an_error_and_the_others_are_returned()
    {
        var result = _shell.Run("Wait-KubeApiObject job/broken, cm/here, cm/there -n $ns");

        Assert.StartsWith("WaitFailed,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count);
    }

    [Theory]
    [InlineData("Avalable", "* no condition 'Avalable', but Available. Did you mean 'Available'? The wait continues*")]
    [InlineData("Synced", "* no condition 'Synced', but Available. The wait continues*")]
    [InlineData("available=False", null)]
    [InlineData("Ready", null)]
    public async Task An_unknown_condition_is_a_warning_while_the_wait_continues(string condition, string? warning)
    {
        _shell.Get("NewShop typo; SetShop typo Available True Done");
        var change = Later($"SetShop typo {condition.Split('=')[0]} {(condition.EndsWith("False", StringComparison.Ordinal) ? "False" : "True")} Late");

        var result = _shell.Run($"Wait-KubeApiObject shops.$ns.example typo -n $ns -For 'Condition={condition}', {{ $true }} -Timeout 60");

        await change;
        Assert.Empty(result.Errors);
        Assert.Single(result.Output);
        Assert.Equal(warning is null ? 0 : 1, result.Warnings.Count);
        Assert.All(result.Warnings, w => Assert.True(new WildcardPattern(warning!).IsMatch(w), w));
    }

    [Fact]
    public void Progress_shows_the_number_of_ready_objects_and_the_reason_of_the_slowest()
    {
        var result = _shell.Run("Wait-KubeApiObject pod/stuck, cm/here -n $ns -Timeout 4");

        Assert.Contains(result.Bars, b => b.Activity == "Waiting for objects"
            && Regex.IsMatch(b.StatusDescription, @"^1 of 2 ready, \d+ s; Pod/stuck: ") && b.PercentComplete == 50);
        Assert.Equal(ProgressRecordType.Completed, result.Bars[^1].RecordType);
    }

    [SandboxTheory("The viewer is the sandbox's.")]
    [InlineData("get", "reads each")]
    [InlineData("get, list", "lists")]
    public async Task A_forbidden_watch_is_polled_with_a_warning(string verbs, string user)
    {
        user = $"{user.Split(' ')[0]}-{verbs.Length}";
        _shell.Get($$"""
            $null = @"
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: {{user}}, namespace: $ns}, rules: [{apiGroups: [''], resources: [configmaps], verbs: [{{verbs}}] }]}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: {{user}}, namespace: $ns}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: {{user}} }], roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{user}} } }
            "@ | New-KubeApiObject
            $limited = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -As {{user}} -Name limited-{{user}}
            $null = Select-KubeApiSession $admin
            """);
        var change = Later("$null = NewMap polled");

        var result = _shell.Run("Wait-KubeApiObject cm polled -n $ns -Session $limited -Timeout 60");

        await change;
        Assert.Empty(result.Errors);
        Assert.Equal("polled", Assert.Single(result.Output).Properties["metadata"].Value is PSObject m ? m.Properties["name"].Value : "");
        Assert.Contains("is forbidden", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_waits_for_all_written_objects()
    {
        var change = Later("AwaitShop one; AwaitShop two; SetShop one Ready True Done; SetShop two Stalled True Broken");

        var result = _shell.Run("""
            $one, $two = foreach ($name in 'one', 'two') { @{ apiVersion = "$ns.example/v1"; kind = 'Shop'; metadata = @{ name = $name; namespace = $ns }; spec = @{ size = 1 } } }
            $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'beside'; namespace = $ns } }
            $null = $one, $two | New-KubeApiObject
            SetShop one Ready False Waiting; SetShop two Ready False Waiting
            $one, $map, $two | Set-KubeApiObject -Wait -Timeout 60 | ForEach-Object { "$($_.Name) $($_.status.conditions.reason) $($_.Result)" }
            """);

        await change;
        Assert.Equal(["beside  Created", "one Done Configured", "two Broken Configured"], result.Output.Select(o => $"{o}").Order(StringComparer.Ordinal));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("WaitFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Shop/two", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("will not become ready: Broken", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'p'; namespace = $ns }; spec = $stuck } -Wait -Timeout 0")]
    [InlineData("Update-KubeApiObject pod stuck @{ metadata = @{ labels = @{ a = 'b' } } } -n $ns -Wait -Timeout 0")]
    [InlineData("Get-KubeApiObject pod stuck -n $ns | Set-KubeApiObject -Wait -Timeout 0")]
    public void A_waiting_write_reports_objects_that_are_not_ready(string script)
    {
        var result = _shell.Run(script);

        Assert.Single(result.Output);
        Assert.StartsWith("WaitTimeout,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Update-KubeApiObject pod stuck @{ metadata = @{ labels = @{ a = 'b' } } } -n $ns")]
    [InlineData("Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'p'; namespace = $ns }; spec = $stuck }")]
    public void A_dry_run_does_not_wait(string script) => Assert.Single(_shell.Get($"{script} -Wait -Timeout 0 -DryRun"));

    [Theory]
    [InlineData("Wait-KubeApiObject cm here, there -n $ns -For { if ($_.Name -eq 'here') { throw 'no' }; $true }", "WaitFailed", "ConfigMap/here * failed: no")]
    [InlineData("Wait-KubeApiObject cm here, there -n $ns -For { $_.Name -ne 'here' -or $_.none.Call() }", "WaitFailed", "*null-valued expression*")]
    [InlineData("Wait-KubeApiObject cm here, there -n $ns -For { if ($_.Name -eq 'here') { Write-Error no }; $true }", "WaitFailed", "* failed: no")]
    [InlineData("Watch-KubeApiObject cm here -n $ns -Until { Write-Error no }", "InvalidArgument", "*failed for 'Added ConfigMap/here', *: no")]
    [InlineData("Watch-KubeApiObject cm here -n $ns -Until { $_.none.Call() }", "InvalidArgument", "*null-valued expression*")]
    [InlineData("Watch-KubeApiObject cm here -n $ns -Until { throw 'no' }", "InvalidArgument", "*failed for 'Added ConfigMap/here', *: no")]
    public void A_failed_script_block_names_its_object(string script, string id, string message)
    {
        var result = _shell.Run(script);

        var error = Assert.Single(result.Errors);
        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(new WildcardPattern(message).IsMatch(error.ErrorDetails.Message), error.ErrorDetails.Message);
        Assert.Equal("ConfigMap/here", $"{error.TargetObject}");
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("while ($true) { }")]
    [InlineData("Start-Sleep 3600; $true")]
    [InlineData("Watch-KubeApiObject cm -n $ns")]
    public void A_script_block_that_does_not_end_is_stopped_at_the_timeout(string script)
    {
        var error = _shell.Fail($"Wait-KubeApiObject cm here -n $ns -For {{ {script} }} -Timeout 1");
        var watch = _shell.Fail($"Watch-KubeApiObject cm here -n $ns -Until {{ {script} }} -Timeout 1");

        Assert.StartsWith("WaitTimeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith("the script block did not end in time, and was stopped", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("The script block of -Until failed for 'Added ConfigMap/here'", watch.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(": it did not end in time, and was stopped", watch.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_block_may_fail_at_first_with_NoFailFast()
    {
        // Each object is checked as it arrives, and again at the end of the list.
        var result = _shell.Run("$n = @(0); Wait-KubeApiObject cm here, there -n $ns -NoFailFast -For { if ($n[0]++ -lt 2) { throw 'too early.' }; $true }");

        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal("The script block failed for ConfigMap/here: too early. The wait continues (-NoFailFast).", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("Watch-KubeApiObject cm -n no-such-namespace -Timeout 60")]
    [InlineData("Watch-KubeApiObject cm here -n no-such-namespace -NewOnly -Timeout 60")]
    public void A_watch_in_a_missing_namespace_is_an_error(string script) =>
        Assert.StartsWith("NamespaceNotFound,", _shell.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("Wait-KubeApiObject cm x -For Redy", "'Redy' is not a condition. Did you mean 'Ready'?")]
    [InlineData("Wait-KubeApiObject cm x -For Condition=", "'Condition=' is not a condition")]
    [InlineData("Wait-KubeApiObject cm x -For 'a b=c'", "'a b' is not the path of a field")]
    [InlineData("Wait-KubeApiObject cm x -For Raedy", "'Raedy' is not a condition. Did you mean 'Ready'? Use Ready, Deleted, Exists, Condition=TYPE, ")]
    [InlineData("Wait-KubeApiObject cm x -For Available", "Condition=Available.")]
    [InlineData("Wait-KubeApiObject cm x -For Running", "status.phase=Running.")]
    [InlineData("Wait-KubeApiObject cm x -For Ready=False", "Condition=Ready=False.")]
    [InlineData("Wait-KubeApiObject cm x -For 'status.a>=2'", "{ $_.status.a … }")]
    [InlineData("Wait-KubeApiObject cm x -For 'status.a!=2'", "{ $_.status.a … }")]
    [InlineData("Wait-KubeApiObject cm x -For 'status.a==2'", "{ $_.status.a … }")]
    [InlineData("Wait-KubeApiObject cm x -For 'jsonpath={.status.a}'", "{ $_.status.a }")]
    [InlineData("Wait-KubeApiObject cm x -For 'jsonpath={.status.conditions[?(@.type!=\"Ready\")].status}=True'", "a script block can use any other")]
    [InlineData("Wait-KubeApiObject cm x -For 'status.c[*].ready=true'", "a script block can use any other")]
    [InlineData("Wait-KubeApiObject cm x -For delete=true", "'delete=true' is not a condition. Did you mean 'delete'?")]
    [InlineData("Wait-KubeApiObject cm x -For Condition=Ready=Maybe", "The status of a condition is True, False or Unknown.")]
    [InlineData("Wait-KubeApiObject cm x -For ''", "'' is not a condition. Use Ready,")]
    [InlineData("Watch-KubeApiObject cm x -EventType Created", "'Created' is not a type of events. Use Added, Modified or Deleted. Did you mean 'Added'?")]
    [InlineData("Wait-KubeApiObject cm/x pod/y", "Separate objects of several types with commas: Wait-KubeApiObject cm/x,pod/y.")]
    [InlineData("Wait-KubeApiObject cm x -Timeout 2,3", "'2,3' is not a time-out")]
    [InlineData("Wait-KubeApiObject cm x -Timeout 1m30", "'1m30' is not a time-out")]
    [InlineData("Wait-KubeApiObject cm x -Timeout soon", "'soon' is not a time-out")]
    public void An_invalid_parameter_is_refused(string script, string message)
    {
        var error = _shell.Fail(script).Exception.Message;

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("KubeApi.", error, StringComparison.Ordinal);
    }

    private static object? Reason(PSObject status) =>
        status.Properties["conditions"].Value is object[] conditions ? ((PSObject)conditions[0]).Properties["reason"].Value : null;

    private string Text(string script) => string.Join(' ', _shell.Get(script));

    // Runs a script concurrently, half a second later.
    private Task Later(string script)
    {
        var ns = Text("$ns");
        return Task.Run(async () =>
        {
            using var other = sandbox.ToCluster();
            other.Get($"$ns = '{ns}'; {Helpers}");
            await Task.Delay(500);
            other.Get(script);
        });
    }

    private const string Helpers = """
        function NewMap($name) {
            New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name; namespace = $ns; labels = @{ when = 'later' } }; data = @{ x = '1' } }
        }
        function NewShop($name) { $null = New-KubeApiObject @{ apiVersion = "$ns.example/v1"; kind = 'Shop'; metadata = @{ name = $name; namespace = $ns }; spec = @{ size = 1 } } }
        function SetShop($name, $type, $status, $reason) {
            $condition = @{ type = $type; status = $status; reason = $reason; message = "it is $reason"; lastTransitionTime = '2026-11-29T12:00:00Z' }
            $null = Update-KubeApiObject "shops.$ns.example" $name @{ status = @{ conditions = @($condition) } } -n $ns -Subresource status -Type Merge
        }
        function AwaitShop($name) {
            while (-not (Get-KubeApiObject "shops.$ns.example" $name -n $ns -ErrorAction Ignore).status.conditions) { Start-Sleep -Milliseconds 50 }
        }
        """;

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get($$"""
            {{Helpers}}
            $PSDefaultParameterValues['Wait-KubeApiObject:Timeout'] = 60
            $admin = Get-KubeApiSession -Current
            $null = foreach ($map in @{ name = 'here'; labels = @{ app = 'a'; ns = $ns } }, @{ name = 'there' }) {
                New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = $map; data = @{ x = '1' } } -n $ns
            }
            # No node is chosen for it, and it stays as it is.
            $stuck = @{ nodeSelector = @{ none = 'none' }; schedulerName = 'none'; containers = @(@{ name = 'main'; image = 'x' }) }
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'stuck'; namespace = $ns }; spec = $stuck }
            $null = New-KubeApiObject @{ apiVersion = 'batch/v1'; kind = 'Job'; metadata = @{ name = 'broken'; namespace = $ns }; spec = @{
                suspend = $true; template = @{ spec = $stuck + @{ restartPolicy = 'Never' } } } }
            $failed = 'FailureTarget', 'Failed' | ForEach-Object {
                @{ type = $_; status = 'True'; reason = 'BackoffLimitExceeded'; message = 'too many failures'; lastTransitionTime = '2026-11-29T12:00:00Z'; lastProbeTime = '2026-11-29T12:00:00Z' }
            }
            $null = Update-KubeApiObject job broken @{ status = @{ startTime = '2026-11-29T12:00:00Z'; conditions = @($failed) } } -n $ns -Subresource status -Type Merge
            $null = New-KubeApiObject @"
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: shops.$ns.example }
            spec:
              group: $ns.example
              scope: Namespaced
              names: { plural: shops, kind: Shop }
              versions:
              - name: v1
                served: true
                storage: true
                subresources: { status: {} }
                schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, x-kubernetes-preserve-unknown-fields: true }, status: { type: object, x-kubernetes-preserve-unknown-fields: true } } } }
            "@
            """);
        SandboxFixture.AwaitEstablished(shell, $"shops.{shell.Get("$ns")[0]}.example");
        return shell;
    }
}
