"""What has one address whatever the language: files that browsers and search engines ask for, and what a browser may keep."""

from django.urls import path

from website.views import browser_errors, keeping, root, statistics

app_name = "root"

urlpatterns = [
    path("robots.txt", root.robots, name="robots"),
    path("sitemap.xml", root.sitemap, name="sitemap"),
    path("manifest.webmanifest", root.manifest, name="manifest"),
    path("sw.js", root.service_worker, name="service-worker"),
    path("offline/", root.offline, name="offline"),
    path("browser-errors/", browser_errors.take, name="browser-errors"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("settings/offline/", keeping.keeping, name="keeping"),
]
