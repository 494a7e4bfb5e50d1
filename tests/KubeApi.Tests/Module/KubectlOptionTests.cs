namespace KubeApi.Tests.Module;

/// <summary>A kubectl option causes an error that names its replacement; no request is sent.</summary>
public sealed class KubectlOptionTests : IDisposable
{
    private readonly ModuleShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Wait-KubeApiObject pod web --for=condition=Ready", "Use -For condition=Ready.")]
    [InlineData("Wait-KubeApiObject pod web --for=delete --timeout=60s", "Use -For delete. '--timeout=60s' is kubectl syntax. Use -Timeout 60s.")]
    [InlineData("Wait-KubeApiObject pod web --for=jsonpath='{.status.phase}'=Running", "Use -For 'jsonpath={.status.phase}=Running'.")]
    [InlineData("Wait-KubeApiObject pods --for=condition=Ready --timeout=2m", "Use -For condition=Ready. '--timeout=2m' is kubectl syntax. Use -Timeout 2m.")]
    [InlineData("Wait-KubeApiObject pods --all --for=delete", "omit the option. '--for=delete' is kubectl syntax. Use -For delete.")]
    [InlineData("Wait-KubeApiObject pod web --timeout=-1s", "-Timeout 7d.")]
    [InlineData("Get-KubeApiObject pods --selector='app in (a,b)'", "Use -LabelSelector 'app in (a,b)'.")]
    [InlineData("Get-KubeApiObject pods --field-selector status.phase=Running", "Use -FieldSelector.")]
    [InlineData("Get-KubeApiObject pods --selector=app=web", "Use -LabelSelector app=web.")]
    [InlineData("Get-KubeApiObject pods -l=app=web", "Use -LabelSelector app=web.")]
    [InlineData("Get-KubeApiObject pods --all-namespaces", "Use -AllNamespaces.")]
    [InlineData("Get-KubeApiObject pods -w", "Watch-KubeApiObject")]
    [InlineData("Get-KubeApiObject pods --watch", "Watch-KubeApiObject")]
    [InlineData("Get-KubeApiObject pods -o wide", "'-o wide' is a kubectl option. All columns: … | Format-Table -View Wide")]
    [InlineData("Get-KubeApiObject pods -owide", "Format-Table -View Wide")]
    [InlineData("Get-KubeApiObject pods --output=yaml", "ConvertTo-KubeApiYaml")]
    [InlineData("Get-KubeApiObject pods -o 'jsonpath={.items}'", "ForEach-Object")]
    [InlineData("Get-KubeApiObject pods --sort-by=.metadata.name", "Sort-Object")]
    [InlineData("Get-KubeApiObject pods --show-labels", "$_.metadata.labels")]
    [InlineData("Get-KubeApiObject pods --context=prod", "Use -Session prod.")]
    [InlineData("Get-KubeApiObject pods --kubeconfig=x", "Connect-KubeApi")]
    [InlineData(
        "Get-KubeApiObject pods --chunk-size=5 --ignore-not-found",
        "Use -PageSize 5.")]
    [InlineData(
        "Get-KubeApiObject pods web --chunk-size=5 --ignore-not-found",
        "Use -PageSize 5. '--ignore-not-found' is a kubectl option. -ErrorAction Ignore")]
    [InlineData("Get-KubeApiObject -o wide", "Format-Table -View Wide")]
    [InlineData("Get-KubeApiObject -f x.yaml", "Import-KubeApiManifest x.yaml | Get-KubeApiObject.")]
    [InlineData("Get-KubeApiObject pods -f", "'-f' is a kubectl option. To read the objects of files: Import-KubeApiManifest FILE | Get-KubeApiObject.")]
    [InlineData("Get-KubeApiObject -f ./a/b.yaml -n shop", "Import-KubeApiManifest ./a/b.yaml | Get-KubeApiObject.")]
    [InlineData("Watch-KubeApiObject -f", "Import-KubeApiManifest FILE | Watch-KubeApiObject.")]
    [InlineData("Wait-KubeApiObject pods -f", "Import-KubeApiManifest FILE | Wait-KubeApiObject.")]
    [InlineData("Edit-KubeApiObject -f", "Import-KubeApiManifest FILE | Edit-KubeApiObject.")]
    [InlineData("Get-KubeApiObject pods -o", "'-o' is a kubectl option. Objects have properties:")]
    [InlineData("Get-KubeApiObject pods -o -A", "'-o' is a kubectl option.")]
    [InlineData("Set-KubeApiObject -f app.yaml -o", "'-o' is a kubectl option.")]
    [InlineData("Get-KubeApiObject --filename x.yaml", "Import-KubeApiManifest FILE | Get-KubeApiObject.")]
    [InlineData("Show-KubeApiObject -f x.yaml", "Import-KubeApiManifest x.yaml | Show-KubeApiObject.")]
    [InlineData("Set-KubeApiObject -k overlays", "kustomize build DIR")]
    [InlineData("Resize-KubeApiWorkload web --replicas=3", "Use -Replicas 3.")]
    [InlineData("Resize-KubeApiWorkload deploy web --replicas=3", "Use -Replicas 3.")]
    [InlineData("Resize-KubeApiWorkload --replicas=3 deploy/web", "Use -Replicas 3.")]
    [InlineData("Update-KubeApiObject deploy web --type=json", "Use -Type json.")]
    [InlineData("Test-KubeApiAccess --list", "Get-KubeApiAccess")]
    [InlineData("Get-KubeApiAccess get pods", "Get-KubeApiAccess -Who get TYPE. To check your own: Test-KubeApiAccess get TYPE.")]
    [InlineData("Start-KubeApiPortForward --address=0.0.0.0 pod/web 80", "Use -Address 0.0.0.0.")]
    [InlineData("Get-KubeApiLog web-1 --all-pods", "Get-KubeApiLog pods -LabelSelector app=web -Prefix.")]
    [InlineData("Get-KubeApiLog web-1 --insecure-skip-tls-verify-backend", "log?insecureSkipTLSVerifyBackend=true'.")]
    [InlineData("Get-KubeApiLog web-1 --pod-running-timeout=5s", "Wait-KubeApiObject pod NAME -Timeout 1m.")]
    [InlineData("Start-KubeApiPortForward web-1 80 --pod-running-timeout=5s", "-Wait -Timeout 1m.")]
    [InlineData("Start-KubeApiProxy --append-server-path", "omit the option.")]
    [InlineData("Start-KubeApiProxy --keepalive=1s", "omit the option.")]
    [InlineData("Start-KubeApiProxy -u /tmp/s", "-Port 0 for a free one.")]
    [InlineData("Start-KubeApiProxy --unix-socket=/tmp/s", "-Port 0 for a free one.")]
    [InlineData("Stop-KubeApiPortForward svc/web", "Get-KubeApiPortForward shows them. For all: Get-KubeApiPortForward | Stop-KubeApiPortForward.")]
    [InlineData("Stop-KubeApiProxy 1 2", "Unexpected argument '2'. Specify ids, separated by commas; Get-KubeApiProxy shows them.")]
    [InlineData("Stop-KubeApiProxy -All", "'-All' is a kubectl option. To stop all: Get-KubeApiProxy | Stop-KubeApiProxy.")]
    [InlineData("Get-KubeApiPortForward svc/web", "Specify ids, separated by commas; without an id, all are listed.")]
    [InlineData("Copy-KubeApiItem a b -ToPod x -FromPod y", "-ToPod cannot be combined with -FromPod. To copy from pod to pod, copy to this machine first.")]
    [InlineData("Copy-KubeApiItem -From y -To x a b", "-ToPod cannot be combined with -FromPod.")]
    [InlineData("Copy-KubeApiItem -FromPod web-1:/etc/a -Destination b", "'web-1:/etc/a' is kubectl syntax. Use -FromPod web-1 -Path /etc/a.")]
    [InlineData("Copy-KubeApiItem a -ToPod shop/web-1:/b", "Use -ToPod web-1 -Destination /b -Namespace shop.")]
    [InlineData("Enter-KubeApiPod web-1 -Attach -- sh", "-Attach joins the main process of the container: omit the command.")]
    [InlineData("Enter-KubeApiPod web-1 -DebugImage x -c app", "-Container cannot be combined with -DebugImage. -Target names the container")]
    [InlineData("Enter-KubeApiPod web-1 --copy-to=x", "Enter-KubeApiPod -DebugImage adds a container of that image to the pod")]
    [InlineData("Copy-KubeApiItem --no-preserve web-1:/a /tmp/b", "'--no-preserve' is a kubectl option. Permissions and times are kept: omit the option.")]
    [InlineData("Start-KubeApiPortForward pod/web 80 --address 0.0.0.0", "'--address' is kubectl syntax. Use -Address")]
    [InlineData("Update-KubeApiObject -f x.yaml", "'-f x.yaml' is a kubectl option. To read the objects of files: Import-KubeApiManifest x.yaml | Update-")]
    [InlineData("Edit-KubeApiObject -f x.yaml", "Import-KubeApiManifest x.yaml | Edit-KubeApiObject.")]
    [InlineData("Copy-KubeApiItem web-1:/etc/hosts .", "Use Copy-KubeApiItem -FromPod web-1 -Path /etc/hosts -Destination .")]
    [InlineData("Copy-KubeApiItem shop/web-1:/etc/hosts . -c app", "Use Copy-KubeApiItem -Namespace shop -FromPod web-1 -Path /etc/hosts -Destination .")]
    [InlineData("Copy-KubeApiItem ./app.yaml web-1:/srv", "Use Copy-KubeApiItem -Path ./app.yaml -ToPod web-1 -Destination /srv")]
    [InlineData("Suspend-KubeApiNode --all", "Get-KubeApiObject nodes | Suspend-KubeApiNode.")]
    [InlineData("Clear-KubeApiNode --all", "Get-KubeApiObject nodes | Clear-KubeApiNode.")]
    [InlineData("Suspend-KubeApiNode -l zone=a", "Get-KubeApiObject TYPE -LabelSelector zone=a | Suspend-KubeApiNode.")]
    [InlineData("Suspend-KubeApiNode --selector=zone=a", "Get-KubeApiObject TYPE -LabelSelector zone=a | Suspend-KubeApiNode.")]
    [InlineData("Get-KubeApiObject pods --all", "omit the option")]
    [InlineData("Update-KubeApiObject pods --all", "Get-KubeApiObject TYPE | Update-KubeApiObject.")]
    [InlineData("Get-KubeApiObject pods --sort-by=.status.containerStatuses[0].restartCount", "{ $_.status.containerStatuses[0].restartCount }")]
    [InlineData(
        "Get-KubeApiObject pods web --sort-by '{.metadata.labels.app\\.kubernetes\\.io/name}'",
        "{ $_.metadata.labels.'app.kubernetes.io/name' }")]
    [InlineData("Get-KubeApiUsage pods --sort-by=cpu", "Sort-Object Cpu -Descending")]
    [InlineData("New-KubeApiObject namespace test", "Unexpected argument 'test'. It creates objects from manifests")]
    [InlineData("Watch-KubeApiObject pods -w", "'-w' is a kubectl option. Watch-KubeApiObject always watches: omit the option.")]
    [InlineData("Watch-KubeApiObject pods --watch", "always watches: omit the option.")]
    [InlineData("Watch-KubeApiObject pods --watch-only", "Use -NewOnly.")]
    [InlineData("Wait-KubeApiObject -f x.yaml", "Import-KubeApiManifest x.yaml | Wait-KubeApiObject.")]
    [InlineData("Watch-KubeApiObject pods -o wide", "Format-Table -View Wide")]
    [InlineData("Get-KubeApiEvent -o yaml", "ConvertTo-KubeApiYaml")]
    [InlineData("Get-KubeApiEvent -w", "Watch-KubeApiObject")]
    [InlineData("Get-KubeApiEvent --types=Warning", "Use -Type Warning.")]
    [InlineData("Get-KubeApiEvent --for pod/web", "Get-KubeApiEvent pod/web-1")]
    [InlineData("Show-KubeApiObject pod web -o yaml", "ConvertTo-KubeApiYaml")]
    [InlineData("Set-KubeApiObject -f app.yaml --dry-run=client", "Use -DryRun.")]
    [InlineData(
        "Set-KubeApiObject -f app.yaml --server-side --force-conflicts",
        "omit the option. '--force-conflicts' is kubectl syntax. Use -ForceConflicts.")]
    [InlineData("Set-KubeApiObject -f app.yaml -o yaml", "ConvertTo-KubeApiYaml")]
    [InlineData("'x' | Set-KubeApiObject -k overlays", "kustomize build")]
    [InlineData("New-KubeApiObject -f app.yaml -o yaml --dry-run=client", "ConvertTo-KubeApiYaml")]
    [InlineData("New-KubeApiObject -f app.yaml --dry-run=client", "Use -DryRun.")]
    [InlineData("Remove-KubeApiObject pod web --force --grace-period=0", "-GracePeriod 0 deletes pods at once")]
    [InlineData("Remove-KubeApiObject pod web --grace-period=0", "Use -GracePeriod 0.")]
    [InlineData("Remove-KubeApiObject pod web --now --wait=false", "Use -Wait:$false.")]
    [InlineData("Remove-KubeApiObject pods --all", "-Name *")]
    [InlineData("Remove-KubeApiObject deploy web --cascade=orphan", "Use -Propagation orphan.")]
    [InlineData(
        "Clear-KubeApiNode n1 --ignore-daemonsets --delete-emptydir-data --force",
        "Use -IgnoreDaemonSet. '--delete-emptydir-data' is kubectl syntax. Use -DeleteEmptyDirData.")]
    [InlineData("Suspend-KubeApiNode n1 --dry-run=client", "Use -DryRun.")]
    [InlineData("Undo-KubeApiRollout deploy web --to-revision=2", "Use -ToRevision 2.")]
    [InlineData("Get-KubeApiRollout deploy web --watch", "Use -Wait.")]
    [InlineData("Test-KubeApiAccess list pods --as=bob", "Use -As bob.")]
    [InlineData("New-KubeApiToken default --duration=1h", "Use -Duration 1h.")]
    [InlineData("Export-KubeApiContext --minify", "omit the option")]
    [InlineData("Get-KubeApiLog web --tail=5", "Use -Tail 5.")]
    [InlineData("Get-KubeApiSchema pods --recursive", "Use -Recurse.")]
    [InlineData("Get-KubeApiLog deploy web", "For the pods of a workload: TYPE/NAME (deployment/web)")]
    [InlineData("Get-KubeApiLog web -nshop", "For -Namespace, write a space before the value: -n shop.")]
    [InlineData("Get-KubeApiObject pods -lapp=web", "-l app=web.")]
    [InlineData("Get-KubeApiObject pods -As viewer", "'-As' is a kubectl option. To act as another user: Connect-KubeApi -As viewer.")]
    [InlineData("Get-KubeApiObject pods --as=viewer", "Connect-KubeApi -As viewer.")]
    [InlineData("Get-KubeApiObject pods --as-group ops", "Connect-KubeApi -As NAME.")]
    [InlineData("Get-KubeApiObject deploy/web svc/web", "'svc/web' is not a name. Separate objects of several types with commas:")]
    [InlineData("Get-KubeApiObject deploy/web svc/web", "with commas: Get-KubeApiObject deploy/web,svc/web.")]
    [InlineData("Wait-KubeApiObject pods pod/web", "with commas: Wait-KubeApiObject pod/web.")]
    [InlineData("Show-KubeApiObject deploy/web svc/web", "with commas: Show-KubeApiObject deploy/web,svc/web.")]
    [InlineData("Remove-KubeApiObject ./site -Recurse", "Unexpected argument './site'. Separate several values with commas. For the objects of files: -Path.")]
    [InlineData("Suspend-KubeApiNode nodes a", "Specify names of nodes, separated by commas: Suspend-KubeApiNode node1,node2.")]
    [InlineData("New-KubeApiToken sa ci", "Specify names of service accounts")]
    [InlineData("Set-KubeApiObject deploy web", "It reads manifests: Set-KubeApiObject -Path app.yaml.")]
    [InlineData("Compare-KubeApiObject deploy web", "It reads manifests: Compare-KubeApiObject -Path app.yaml.")]
    [InlineData("Enter-KubeApiPod pod/a,pod/b", "A terminal connects to one pod, not to pod/a, pod/b. Run the command for each pod.")]
    [InlineData("Stop-KubeApiPortForward -Confirm:$false", "Stop-KubeApiPortForward has no parameter '-Confirm'.")]
    [InlineData("Get-KubeApiObject pods -Namspace:x", "has no parameter '-Namspace'. Did you mean '-Namespace'?")]
    [InlineData("Get-KubeApiEvent -Since 1x", "'1x' is neither a duration nor a time.")]
    [InlineData("Get-KubeApiLog web -Since 0", "-Since needs a time span longer than 0, or a point in time.")]
    [InlineData("Get-KubeApiLog web --max-log-requests=9 --ignore-errors", "All pods are followed")]
    [InlineData("Enter-KubeApiPod -it web -- sh", "Enter-KubeApiPod always connects your terminal.")]
    [InlineData("Enter-KubeApiPod -i -t web -- sh", "Enter-KubeApiPod always connects your terminal.")]
    [InlineData("Enter-KubeApiPod web --stdin --tty -- sh", "Enter-KubeApiPod always connects your terminal.")]
    [InlineData("Enter-KubeApiPod web -Contaner app -- sh", "no parameter '-Contaner'. Did you mean '-Container'?")]
    [InlineData("Enter-KubeApiPod web sh -c 'df -h'", "Write -- before the command")]
    [InlineData("Enter-KubeApiPod web -x", "Write the command after --")]
    [InlineData("Copy-KubeApiItem ./site -ToPod web:/srv/", "Use -ToPod web -Destination /srv/")]
    [InlineData("Copy-KubeApiItem ./site /srv -ToPod web --retries=3", "A broken copy resumes by itself")]
    [InlineData("Start-KubeApiProxy --www=./site", "Use -StaticPath ./site.")]
    [InlineData(
        "Get-KubeApiObject pods --frobnicate",
        "Get-KubeApiObject has no parameter '--frobnicate'. PowerShell parameters have one hyphen; about_KubeApi_Kubectl")]
    [InlineData("Get-KubeApiObject pods -Namspace x", "Get-KubeApiObject has no parameter '-Namspace'. Did you mean '-Namespace'?")]
    [InlineData("Get-KubeApiObject pods web-1 web-2", "Unexpected argument 'web-2'. Separate several values with commas.")]
    public void An_option_of_kubectl_is_explained(string script, string message)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$p = @{ Token = 'x' }; Connect-KubeApi -Uri http://example.org @p")]
    [InlineData("$p = @{ Uri = 'http://example.org' }; Connect-KubeApi -Token x @p")]
    [InlineData("Connect-KubeApi -Uri http://example.org -Token x -CertificatAuthority ca.crt")]
    public void Splatted_and_misspelled_parameters_are_no_context(string script) =>
        Assert.DoesNotContain("cannot be combined", _shell.Fail(script).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Minus_w_of_a_rollout_waits() => Assert.StartsWith(
        "NoSession,", _shell.Fail("Get-KubeApiRollout deploy/web -w -Timeout 5").FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_parameter_in_upper_case_is_no_value_of_a_switch() => Assert.DoesNotContain(
        "write a space", _shell.Fail("Get-KubeApiObject pods -Asx viewer").ErrorDetails.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Start-KubeApiPortForward pod/web 80 -Address example.org", "'example.org' is not an IP address. Use 127.0.0.1, ::1, or 0.0.0.0")]
    [InlineData("Start-KubeApiPortForward pod/a,pod/b 80", "It takes one value, not pod/a,pod/b. Run the command for each target")]
    [InlineData("Get-KubeApiAccess -Who get pods,deploy", "It takes one value, not pods,deploy. Run the command for each type.")]
    [InlineData("Wait-KubeApiObject cm x -Timeout 50d", "'50d' is not a time-out.")]
    [InlineData("Export-KubeApiContext x -Duration 1y", "'1y' is not a duration.")]
    [InlineData("Wait-KubeApiObject cm x -Timeout 2D", "'2D' is not a time-out.")]
    [InlineData("New-KubeApiToken bob -Duration 1y", "'1y' is not a duration. Use seconds (3600), a duration such as 90m, 1h or 30d, or a TimeSpan.")]
    [InlineData("Update-KubeApiObject pod web -Label tier", "'tier' is neither KEY=VALUE nor a hashtable. To set a value: tier=front, or @{ tier = 'front' }.")]
    public void An_argument_of_the_wrong_form_is_explained(string script, string message) =>
        Assert.Contains(message, _shell.Fail(script).Exception.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-KubeApiObject pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace. Omit one of them.")]
    [InlineData("Watch-KubeApiObject pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Wait-KubeApiObject pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Remove-KubeApiObject pods -l a -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Get-KubeApiEvent -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Get-KubeApiUsage pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Test-KubeApiAccess get pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Get-KubeApiAccess -Who get pods -A -n shop", "-AllNamespaces cannot be combined with -Namespace.")]
    [InlineData("Get-KubeApiLog web -Follow -Previous", "-Follow cannot be combined with -Previous: the previous run has ended.")]
    [InlineData("Enter-KubeApiPod web -Attach -DebugImage x", "-Attach cannot be combined with -DebugImage: -DebugImage adds another container")]
    [InlineData("Enter-KubeApiPod web -DebugImage x -Attach", "-DebugImage cannot be combined with -Attach:")]
    [InlineData("Enter-KubeApiPod web -Attach -Target app", "-Attach cannot be combined with -Target:")]
    [InlineData("Update-KubeApiObject pod web -Patch @{ a = 1 } -Label a=b", "-Patch cannot be combined with -Label: -Label, -Annotation and -Image are")]
    [InlineData("Update-KubeApiObject pod web -Label a=b -Patch @{ a = 1 }", "-Label cannot be combined with -Patch:")]
    [InlineData("Update-KubeApiObject pod web -Image a=b -Type Merge", "-Image cannot be combined with -Type:")]
    [InlineData("Remove-KubeApiObject -f x.yaml -l app=web", "-Path cannot be combined with -LabelSelector. To delete some objects of a file:")]
    [InlineData("Remove-KubeApiObject -f x.yaml -A", "-Path cannot be combined with -AllNamespaces.")]
    [InlineData("Connect-KubeApi prod -Token x", "-Context cannot be combined with -Token: a kubeconfig has its own addresses")]
    [InlineData("Connect-KubeApi -Context prod -Token x", "-Context cannot be combined with -Token:")]
    [InlineData("Connect-KubeApi -KubeConfig x -SkipCertificateCheck", "-KubeConfig cannot be combined with -SkipCertificateCheck:")]
    [InlineData("Connect-KubeApi -Uri https://x -Context y", "-Context cannot be combined with -Uri:")]
    [InlineData("Set-KubeApiObject -f x -Timeout 5", "-Timeout has no effect without -Wait. Add -Wait.")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 3 -Timeout 5", "-Timeout has no effect without -Wait.")]
    [InlineData("Remove-KubeApiObject pod web -Timeout 5", "-Timeout has no effect without -Wait.")]
    [InlineData("Get-KubeApiRollout deploy/web -Timeout 5", "-Timeout has no effect without -Wait.")]
    [InlineData("Set-KubeApiObject -f x -Replace -ForceConflicts", "-ForceConflicts cannot be combined with -Replace")]
    public void Contradicting_parameters_are_refused(string script, string message) =>
        Assert.StartsWith(message, _shell.Fail(script).ErrorDetails.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-KubeApiObject pods -A:$false -n shop")]
    [InlineData("Remove-KubeApiObject pod web -Wait:$false -Timeout 5")]
    [InlineData("$PSDefaultParameterValues['Remove-KubeApiObject:Timeout'] = 5; Remove-KubeApiObject pod web")]
    [InlineData("$PSDefaultParameterValues['*-KubeApi*:Namespace'] = 'shop'; Get-KubeApiObject pods -A")]
    public void A_false_switch_and_a_default_value_contradict_nothing(string script) =>
        Assert.StartsWith("NoSession,", _shell.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);
}
